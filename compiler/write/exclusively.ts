// Runs one writer at a time per output folder.
// The lock is a listening socket: the kernel frees it when its process dies, however it dies.
import { realpathSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sha256 } from '../emit/digest.ts'

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
  }
  return undefined
}

function listen(name: string): Promise<Server | undefined> {
  return new Promise((settle, fail) => {
    const server = createServer()
    server.once('error', (failure: NodeJS.ErrnoException) =>
      failure.code === 'EADDRINUSE' ? settle(undefined) : fail(failure),
    )
    server.listen(name, () => settle(server))
  })
}

/** A name in the kernel where it has such names; a socket file elsewhere. */
function socketName(folder: string): string {
  const id = `immuc-${sha256(realFolder(folder)).slice(0, 32)}`
  if (process.platform === 'linux') return `\0${id}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${id}`
  return join(tmpdir(), `${id}.sock`)
}

function realFolder(folder: string): string {
  try {
    return realpathSync(folder)
  } catch {
    return folder
  }
}
