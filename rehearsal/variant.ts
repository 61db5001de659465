// A config's data and what a scenario changes in it -> the config's data with that change.
import type { Data } from '../compiler/load/to-data.ts'

export type Variant = {
  instances?: number
  /** Slug of a droplet. */
  size?: string
  version?: string
  environment?: { readonly [name: string]: string }
  ingress?: string
}

type DataObject = { [key: string]: Data }

export function vary(data: Data, variant: Variant): Data {
  const { instances, size, version, environment, ingress } = variant
  const config = asObject(data)
  const app = asObject(config.app)
  return {
    ...config,
    ...(version !== undefined && { version }),
    ...(environment && { app: { ...app, env: { ...asObject(app.env), ...environment } } }),
    scaling: {
      ...asObject(config.scaling),
      ...(instances !== undefined && { instances }),
      ...(size !== undefined && { size }),
      ...(ingress !== undefined && { ingress }),
    },
  }
}

const asObject = (data: Data | undefined): DataObject =>
  typeof data === 'object' && data !== null && !Array.isArray(data) ? data : {}
