import { defineSystem } from 'immuc'

export default defineSystem({
  app: { name: 'fleet', artifact: { file: './fleet.sh' } },
  version: '7',
  scaling: { region: 'sgp1', size: 's-1vcpu-512mb-10gb', instances: 4 },
  access: { gateFrom: ['2001:db8::/32'] },
  image: { base: 'ubuntu-24-04-x64' },
})
