// Runs one writer at a time per output folder.
// The lock is a listening socket: the kernel frees it when its process dies, however it dies. Runs
// in containers with a network of their own do not see each other.
import { realpathSync, rmSync } from 'node:fs'
import type { Server } from 'node:net'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { sha256 } from '../emit/digest.ts'

const sleep = (milliseconds: number): Promise<void> =>
  new Promise((wake) => setTimeout(wake, milliseconds))

const patienceMs = 10_000
const pauseMs = 50

/** Undefined if another run held the folder all the time. */
export async function exclusively<Result>(
  folder: string,
  body: () => Result,
): Promise<Result | undefined> {
  const server = await acquire(socketName(folder))
  if (server === undefined) return undefined
  try {
    return body()
  } finally {
    await new Promise((closed) => server.close(closed))
  }
}

async function acquire(name: string): Promise<Server | undefined> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await sleep(pauseMs)) {
    const server = await listen(name)
    if (server !== undefined) return server
    if (name.endsWith(socketFile)) await removeIfDead(name)
  }
  return undefined
}

async function listen(name: string): Promise<Server | undefined> {
  const { createServer } = await import('node:net')
  return new Promise((settle, fail) => {
    const server = createServer((caller) => caller.destroy())
    server.once('error', (failure: NodeJS.ErrnoException) =>
      failure.code === 'EADDRINUSE' ? settle(undefined) : fail(failure),
    )
    server.listen(name, () => settle(server))
  })
}

const socketFile = '.sock'

/** A socket file outlives its process, and refuses every caller then. */
async function removeIfDead(name: string): Promise<void> {
  const { connect } = await import('node:net')
  return new Promise((settle) => {
    const caller = connect(name, () => caller.destroy())
    caller.once('error', ({ code }: NodeJS.ErrnoException) => {
      if (code === 'ECONNREFUSED') rmSync(name, { force: true })
    })
    caller.once('close', () => settle())
  })
}

/** A name in the kernel where it has such names; a socket file elsewhere. */
export function socketName(folder: string): string {
  const id = `immuc-${sha256(realFolder(folder)).slice(0, 32)}`
  if (process.platform === 'linux') return `\0${id}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${id}`
  return join(tmpdir(), id + socketFile)
}

/** One name for one folder, also before it is made and by whichever links it is reached. */
function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    const above = dirname(folder)
    return above === folder ? folder : join(realFolder(above), basename(folder))
  }
}
