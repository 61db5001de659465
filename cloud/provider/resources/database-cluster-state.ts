// A database cluster as the API shows it → its attributes; some only where the state has them already.
import { blocks, text } from '../given.ts'
import type { Attributes } from '../value.ts'
import { type Connection, connectionAttributes } from './database-connection.ts'

type MetricsEndpoint = { host: string; port: number }

export type Cluster = {
  id: string
  name: string
  engine: string
  version: string
  status: string
  size: string
  region: string
  num_nodes: number
  private_network_uuid?: string
  project_id?: string
  storage_size_mib?: number
  tags?: string[] | null
  connection?: Connection | null
  private_connection?: Connection | null
  ui_connection?: Connection | null
  maintenance_window?: { day: string; hour: string } | null
  metrics_endpoints?: MetricsEndpoint[] | null
  autoscale?: { storage?: Attributes } | null
}

export function clusterAttributes(found: Cluster, state: Attributes): Attributes {
  const { id, maintenance_window, autoscale, ui_connection: ui } = found
  const hasWindow = blocks(state.maintenance_window).length > 0 && maintenance_window
  const hasAutoscale = blocks(state.storage_autoscale).length > 0 && autoscale?.storage
  return {
    name: found.name,
    engine: found.engine,
    version: found.version,
    size: found.size,
    region: found.region,
    node_count: found.num_nodes,
    storage_size_mib: String(found.storage_size_mib ?? 0),
    tags: found.tags ?? [],
    urn: `do:dbaas:${id}`,
    private_network_uuid: found.private_network_uuid ?? '',
    project_id: found.project_id ?? '',
    metrics_endpoints: (found.metrics_endpoints ?? []).map(({ host, port }) => `${host}:${port}`),
    ...connectionAttributes(text(state.password), found.connection, found.private_connection),
    ...(hasWindow && { maintenance_window: [{ ...maintenance_window }] }),
    ...(hasAutoscale && { storage_autoscale: [hasAutoscale] }),
    ...(ui && uiAttributes(ui)),
  }
}

function uiAttributes({ host, port, uri, database, user, password }: Connection): Attributes {
  return {
    ui_host: host,
    ui_port: port,
    ui_uri: uri,
    ui_database: database,
    ui_user: user,
    ui_password: password,
  }
}
