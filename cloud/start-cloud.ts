// A state folder -> a whole cloud in this process: the API, machines and databases behind it, and what
// a stock terraform needs to use it. All of it ends with `close`, with this process, and when a part
// of it does not start.
import { join } from 'node:path'
import { type Account, listSnapshot, prepareAccount } from './account.ts'
import type { Delays } from './api/delays.ts'
import type { Fault } from './api/faults.ts'
import { type Api, startApi } from './api/start-api.ts'
import { scaledClock } from './clock.ts'
import { serveClock } from './clock-server.ts'
import {
  type DataPlane,
  type DataPlaneOptions,
  dataPlaneOn,
  usualOperatorAddress,
} from './data-plane.ts'
import { readPackerTemplate } from './machines/bake.ts'
import type { StoredImage } from './machines/image-store.ts'
import { type Client, type ClientOptions, makeClient } from './network/client.ts'
import { claimGround, closeGround, type Ground } from './network/ground.ts'
import { machinePlaneOn } from './nspawn/data-plane.ts'
import { claimNetwork } from './nspawn/ground.ts'
import { type ServedProvider, serveProvider } from './provider/serve-provider.ts'
import { type TerraformEnvironment, terraformEnvironment } from './terraform-environment.ts'

export type CloudOptions = {
  /** Everything on disk is below it; a cloud that was there goes on where it was. */
  stateFolder: string
  /** Emulated seconds per real second; default 1. */
  scale?: number
  /** Of the API; default: any free one. */
  port?: number
  /** The only one that is let in; default: a made-up one. */
  token?: string
  delays?: Partial<Delays>
  faults?: readonly Fault[]
  requestsPerHour?: number
  dataPlane?: Partial<
    Omit<DataPlaneOptions, 'clock' | 'events' | 'stateFolder' | 'delays' | 'nameServerPort'>
  >
  nameServerPort?: number
  /**
   * Default `process`: each runs its units as processes of this machine, without root. `machine`: a real
   * system in systemd-nspawn, started from a real image, inside an enclosure (cloud/nspawn) only.
   */
  droplets?: 'process' | 'machine'
  /** Milliseconds between two looks of the provider; default: its own pauses, as scaled. */
  pollMs?: number
  /** What exists beforehand. */
  account?: Account
  /** Default `stand-in`. With `none`, terraform needs a provider from elsewhere. */
  provider?: 'stand-in' | 'none'
}

export type Cloud = {
  api: Api
  plane: DataPlane
  token: string
  /** For a terraform child, on top of what it has otherwise. */
  environment: TerraformEnvironment
  /** What `packer build` of a folder of artifacts leaves; of two with one name the newer is used. */
  bake: (artifacts: string) => Promise<StoredImage>
  /** One user of the systems on this cloud. */
  client: (options?: Omit<ClientOptions, 'clock' | 'nameServer'>) => Client
  close: () => Promise<void>
}

/** Longer than a process waits for its turn on a machine that is only busy. */
const longestStepMilliseconds = 60

/** Not a secret: whoever has it reaches nothing but this machine. */
const madeUpToken = 'made-up-token'

export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const ground = await groundFor(options)
  const opened: (() => Promise<void>)[] = []
  const close = once(async () => {
    for (const end of opened.reverse()) await end()
  })
  try {
    return await startOn(ground, options, { close, opened })
  } catch (error) {
    await close()
    throw error
  }
}

const groundFor = ({ stateFolder, nameServerPort, droplets }: CloudOptions): Promise<Ground> =>
  droplets === 'machine' ? claimNetwork(stateFolder) : claimGround(stateFolder, nameServerPort)

type Ends = Pick<Cloud, 'close'> & { opened: (() => Promise<void>)[] }

async function startOn(ground: Ground, options: CloudOptions, ends: Ends): Promise<Cloud> {
  const { stateFolder, scale = 1, token = madeUpToken, account = {} } = options
  const { api, plane } = await startApiOn(ground, { ...options, token }, ends)
  prepareAccount(api, account)
  api.save()
  const served = await provider(options, { apiUrl: api.url, token }, ends)
  const clock = await serveClock(api.clock)
  ends.opened.push(clock.close)
  const { operatorAddress = usualOperatorAddress } = options.dataPlane ?? {}
  const urls = { apiUrl: api.url, clockUrl: clock.url }
  const surroundings = { ...urls, token, scale, stateFolder, operatorAddress }
  return {
    ...{ api, plane, token },
    environment: { ...terraformEnvironment(surroundings), ...served?.environment },
    bake: (artifacts) => bake(api, plane, artifacts),
    client: (its) => makeClient({ clock: api.clock, nameServer: plane.nameServer, ...its }),
    close: ends.close,
  }
}

async function startApiOn(ground: Ground, options: CloudOptions, { opened }: Ends) {
  const { stateFolder, scale = 1, dataPlane, droplets, ...rest } = options
  const clock = scaledClock({ scale, longestStep: longestStepMilliseconds })
  let plane: DataPlane | undefined
  let end = async () => {
    clock.stop()
    await (plane ? plane.close() : closeGround(ground))
  }
  opened.push(() => end())
  const api = await startApi({
    ...picked(rest, 'port', 'token', 'delays', 'faults', 'requestsPerHour'),
    ...{ clock, stateFile: join(stateFolder, 'state.json') },
    backend: (_, delays, events) => {
      const given = { ...dataPlane, clock, delays, events }
      plane = droplets === 'machine' ? machinePlaneOn(ground, given) : dataPlaneOn(ground, given)
      return plane
    },
  })
  end = api.close
  if (!plane) throw new Error('the API took no data plane')
  return { api, plane }
}

async function provider(
  { stateFolder, provider: kind = 'stand-in', scale = 1, pollMs }: CloudOptions,
  to: { apiUrl: string; token: string },
  { opened }: Ends,
): Promise<ServedProvider | undefined> {
  if (kind === 'none') return undefined
  const pause = pollMs ?? (scale > 1 ? Math.max(20, 2000 / scale) : undefined)
  const served = await serveProvider({ ...to, pollMs: pause, socketFolder: stateFolder })
  opened.push(served.close)
  return served
}

async function bake(api: Api, plane: DataPlane, artifacts: string): Promise<StoredImage> {
  const { regions } = readPackerTemplate(artifacts)
  const image = await plane.bake(artifacts)
  listSnapshot(api, { id: image.number, name: image.name, regions })
  api.save()
  return image
}

function once(end: () => Promise<void>): () => Promise<void> {
  let ended: Promise<void> | undefined
  return () => {
    ended ??= end()
    return ended
  }
}

/** Without the keys that are not set, which would hide defaults. */
function picked<T extends object, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> {
  const set = keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])
  return Object.fromEntries(set) as Pick<T, K>
}
