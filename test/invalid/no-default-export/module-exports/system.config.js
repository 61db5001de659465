const { defineSystem } = require('immuc')

module.exports = defineSystem({
  app: { name: 'shop', artifact: { file: './shop' } },
  version: 'v1.4.0',
  scaling: { region: 'ams3' },
})
