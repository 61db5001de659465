// A complete config → the system: derived values computed, `{version}` replaced, secrets named.
import type { CompleteConfig } from '../../schema/complete-config.gen.ts'
import type { Binary, EnvironmentVariable, Service, System } from '../model/system.ts'
import { defaultBuildSize } from './default-build-size.ts'

/** `binary` holds the bytes of `app.artifact.file`, if the config names one. */
export function resolve(config: CompleteConfig, binary?: Uint8Array): System {
  return {
    region: config.scaling.region,
    services: [service(config, binary)],
    ...(config.database && { database: config.database }),
    ...(config.domain && { domain: config.domain }),
    access: config.access,
  }
}

function service(config: CompleteConfig, bytes: Uint8Array | undefined): Service {
  const { app, scaling, image, version } = config
  return {
    name: app.name,
    version,
    binary: binaryOf(config, bytes),
    packages: app.packages,
    command: app.command ?? [`/opt/${app.name}/${app.name}`],
    port: app.port,
    health: app.health,
    environment: Object.entries(app.env).map(([name, value]) => environmentVariable(name, value)),
    size: scaling.size,
    instances: scaling.instances,
    ingress: scaling.ingress,
    image: {
      base: image.base,
      buildSize: image.buildSize ?? defaultBuildSize(scaling.size),
    },
  }
}

function binaryOf(config: CompleteConfig, bytes: Uint8Array | undefined): Binary {
  if (bytes !== undefined) return { from: 'file', bytes }
  const { url = '', sha256 } = config.app.artifact
  return {
    from: 'url',
    url: url.replaceAll('{version}', config.version),
    ...(sha256 !== undefined && { sha256: sha256.toLowerCase() }),
  }
}

type EnvironmentValue = NonNullable<CompleteConfig['app']['env']>[string]

function environmentVariable(name: string, value: EnvironmentValue): EnvironmentVariable {
  if (typeof value === 'string') return { name, value }
  if ('plain' in value) return { name, value: value.plain }
  return { name, variable: secretVariable(name) }
}

/** `STRIPE_KEY` → `secret_stripe_key`, the name of its Terraform variable. */
export const secretVariable = (name: string): string => `secret_${name.toLowerCase()}`
