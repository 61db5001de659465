import { defineSystem } from 'immuc'

export default defineSystem({
  app: {
    name: 'app',
    artifact: { file: '../../app/dist/app' },
    packages: ['nodejs'],
    port: 8080,
    health: { path: '/health/check' },
  },
  version: 'v1.0.0',
  database: { engine: 'pg', version: '17', size: 'db-s-1vcpu-1gb', nodes: 1 },
  scaling: { region: 'ams3', size: 's-1vcpu-1gb', instances: 1, ingress: 'reserved-ip' },
  domain: { zone: 'deploy.example.com', record: 'app', ttlSeconds: 60 },
})
