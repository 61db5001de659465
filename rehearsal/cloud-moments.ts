// Events of the cloud -> moments that explain a rollout: machines, who gets traffic, where names and
// addresses point. Calls of the API and what only the cloud itself counts are left out.
import type { CloudEvent, ResourceKind } from '../cloud/events.ts'
import type { Moment } from './recording.ts'

const told: Partial<Record<ResourceKind, readonly string[]>> = {
  droplet: ['created', 'booted', 'unit-ended', 'powered-off', 'deleted'],
  'load-balancer': [
    'created',
    'active',
    'applied',
    'backend-healthy',
    'backend-unhealthy',
    'request-failed',
    'deleted',
  ],
  'reserved-ip': ['created', 'in-force', 'deleted'],
  domain: ['applied'],
  record: ['created'],
}

/** `name` finds a droplet's name by its id; undefined for an event that explains nothing. */
export function cloudMoment(
  event: CloudEvent,
  atMs: number,
  name: (dropletId: number) => string | undefined,
): Moment | undefined {
  if (event.kind === 'api' || event.kind === 'fault') return undefined
  if (!told[event.kind]?.includes(event.what)) return undefined
  const dropletId = event.detail?.dropletId
  const about = typeof dropletId === 'number' ? name(dropletId) : undefined
  const release = releaseIn(about ?? event.name)
  return {
    atMs,
    source: 'cloud',
    subject: `${event.kind} ${event.name}`,
    what: about === undefined ? event.what : `${event.what}: ${about}`,
    ...(release !== undefined && { release }),
  }
}

/** Droplets are called after their app, workspace, release and number. */
export const releaseIn = (name: string): string | undefined => /-([0-9a-f]{8})-\d+$/.exec(name)?.[1]
