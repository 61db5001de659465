import { defineSystem, plain, secret } from 'immuc'

// The addresses that people and CI work from.
const office = '203.0.113.0/24'
const ci = '198.51.100.7/32'

export default defineSystem({
  app: {
    name: 'shop',
    artifact: { file: '../../app/dist/app' },
    packages: ['nodejs'],
    health: { path: '/health/check', intervalSeconds: 5, drainSeconds: 30 },
    env: {
      LOG_LEVEL: 'info',
      GREETING: 'Hello, "world": $HOME stays as it is, and so does ${this}',
      STRIPE_PUBLISHABLE_KEY: plain('pk_test_1a2b3c4d5e6f'),
      STRIPE_KEY: secret(),
    },
  },
  version: 'v1.4.0',
  database: { version: '17', size: 'db-s-2vcpu-4gb', nodes: 2 },
  scaling: { region: 'fra1', size: 's-2vcpu-2gb', instances: 3 },
  domain: { zone: 'example.com', record: 'shop', createZone: false },
  access: { sshKeys: ['laptop'], sshFrom: [office], gateFrom: [office, ci] },
})
