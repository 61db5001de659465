// A state folder -> what a cloud stands on and what takes time to get: the folder to itself, its block
// of addresses, the same as before if it starts again, and its name server.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { StartFault } from '../start-fault.ts'
import { abstractLock, type Block, claimBlock, type Lock } from './addresses.ts'
import { type NameServer, startNameServer } from './name-server.ts'
import { makeZones, type Zones } from './zones.ts'

export type Ground = {
  stateFolder: string
  block: Block
  zones: Zones
  nameServer: NameServer
  /** Of the block and of the folder. */
  release: () => Promise<void>
}

export async function claimGround(stateFolder: string, nameServerPort = 5353): Promise<Ground> {
  if (process.platform !== 'linux') throw new StartFault('emulated machines need Linux')
  makeFolder(stateFolder)
  const folder = await claimFolder(stateFolder)
  let block: Block | undefined
  const release = async () => {
    await block?.release()
    await folder.release()
  }
  try {
    block = await claimSameBlock(join(stateFolder, 'address-block'))
    const zones = makeZones()
    const nameServer = await startNameServer(zones, block.nameServer, nameServerPort)
    return { stateFolder, block, zones, nameServer, release }
  } catch (error) {
    await release()
    throw error
  }
}

/** Step by step: Node's own recursion never ends where a file system makes no folders, as /proc. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return
  if (!existsSync(dirname(path))) makeFolder(dirname(path))
  mkdirSync(path, { mode: 0o700 })
}

/** For a start that fails before there is a data plane, which closes its ground itself. */
export async function closeGround({ nameServer, release }: Ground): Promise<void> {
  await nameServer.close()
  await release()
}

/** By whatever name it is called. */
async function claimFolder(path: string): Promise<Lock> {
  const { dev, ino } = statSync(path)
  const lock = await abstractLock(`immuc-cloud-state-${dev}-${ino}`)
  if (lock) return lock
  throw new StartFault(
    `another cloud runs in ${path}. Stop that one, or choose another folder with --state FOLDER`,
  )
}

/** Addresses that the state names must be this cloud's again after a restart. */
async function claimSameBlock(file: string): Promise<Block> {
  const before = existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : Number.NaN
  const block = await claimBlock(Number.isNaN(before) ? undefined : before)
  writeFileSync(file, `${block.number}\n`)
  return block
}
