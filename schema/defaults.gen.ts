// Generated from system.schema.json by `npm run generate`. Do not edit.
/** Those of numbers, texts and switches, by the key's path. */
export const defaults = {
  "app.port": 8080,
  "app.health.path": "/health/check",
  "app.health.intervalSeconds": 10,
  "app.health.timeoutSeconds": 5,
  "app.health.healthyThreshold": 3,
  "app.health.unhealthyThreshold": 3,
  "app.health.startupSeconds": 300,
  "app.health.drainSeconds": 15,
  "database.engine": "pg",
  "database.version": "17",
  "database.size": "db-s-1vcpu-1gb",
  "database.nodes": 1,
  "database.preventDestroy": true,
  "scaling.size": "s-1vcpu-1gb",
  "scaling.instances": 1,
  "scaling.ingress": "load-balancer",
  "domain.ttlSeconds": 60,
  "domain.createZone": true,
  "image.base": "debian-13-x64"
} as const
