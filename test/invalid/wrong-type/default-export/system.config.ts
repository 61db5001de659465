export default ['app', 'version']
