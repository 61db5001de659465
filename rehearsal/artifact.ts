// A config's data and the bytes of its artifact → what is deployed in the rehearsal: the user's own
// artifact if it can run here, else the demo app under the user's settings, and why.
import { endianness } from 'node:os'
import { isExecutable } from '../cloud/is-executable.ts'
import type { Data } from '../compiler/load/to-data.ts'
import type { Source } from './build-release.ts'
import { isOnPath } from './prerequisites.ts'

/** Undefined if it can. */
export function whyNotHere(binary: Uint8Array | undefined): string | undefined {
  if (binary === undefined) {
    return 'the config names its artifact by a URL, and a rehearsal asks no network; `--artifact FILE` names a copy'
  }
  const start = Buffer.from(binary.subarray(0, 256))
  if (start.subarray(0, 4).equals(Buffer.from('\x7fELF', 'latin1'))) return elfFault(start)
  if (start.subarray(0, 2).toString('latin1') === '#!') return scriptFault(start)
  return 'the artifact is no program of Linux'
}

const machines: Readonly<Record<string, number>> = {
  x64: 62,
  arm64: 183,
  ia32: 3,
  arm: 40,
  riscv64: 243,
}

function elfFault(start: Buffer): string | undefined {
  const machine = start.length < 20 ? 0 : endianness() === 'LE' ? start.readUInt16LE(18) : 0
  if (machine === machines[process.arch]) return undefined
  return `the artifact is for another processor than this machine's (${process.arch})`
}

function scriptFault(start: Buffer): string | undefined {
  const [program = '', ...words] = (start.toString('utf8').split('\n')[0] ?? '')
    .slice(2)
    .trim()
    .split(/\s+/)
  const isEnv = /(^|\/)env$/.test(program)
  const name = isEnv ? (words.find((word) => !word.startsWith('-')) ?? '') : program
  const isHere = isEnv ? isOnPath(name) : isExecutable(name)
  return isHere ? undefined : `the artifact needs ${name}, which this machine lacks`
}

type DataObject = { [key: string]: Data }

/** Its own health path, and none of the user's variables that it reads with a meaning of its own. */
export function asDemo(data: Data, demoApp: Uint8Array): Source {
  const { app, ...config } = data as { app: DataObject }
  const { command: _, env, health, ...rest } = app
  const { LOG_LEVEL: __, ...variables } = (env ?? {}) as DataObject
  return {
    data: {
      ...config,
      app: {
        ...rest,
        artifact: { file: 'app' },
        env: variables,
        health: { ...((health ?? {}) as DataObject), path: '/health/check' },
      },
    },
    binary: demoApp,
  }
}

/** As if the config named it. */
export function asOwn(data: Data, binary: Uint8Array): Source {
  const { app, ...config } = data as { app: DataObject }
  return { data: { ...config, app: { ...app, artifact: { file: 'app' } } }, binary }
}
