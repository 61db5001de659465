export const common = {
  port: 8080,
  helth: { path: '/healthz' },
}
