// The words of a command line -> the cloud that is asked for, or what is wrong with them.
import { existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { type Fault, parseFault } from './api/faults.ts'

export type Command = {
  port: number
  nameServerPort: number
  scale: number
  stateFolder: string
  token: string | undefined
  faults: readonly Fault[]
  bake: readonly string[]
  domains: readonly string[]
  sshKeys: readonly string[]
}

export class UsageFault extends Error {}

export const usage = `npm run cloud -- [options]

A DigitalOcean of your own on this machine, for a stock terraform.

  --port N             of the API; default 9780, 0 is any free one
  --scale N            emulated seconds per second; default 1
  --state FOLDER       everything it keeps; default cloud-state. Started again, it goes on there
  --token TEXT         the only one that is let in; default made-up-token
  --bake FOLDER        of artifacts (immuc build) whose image is to exist; repeatable
  --domain NAME        that the account has, such as example.com; repeatable
  --ssh-key NAME       that the account has; repeatable
  --fault TEXT         what is to go wrong; repeatable. 'POST /v2/droplets -> 429 x2',
                       'create droplet ** -> error', 'GET /v2/account -> never', '... -> late 30s'
  --name-server-port N default 5353
  --help

Its README, cloud/README.md, has a first walk.`

const text = { type: 'string' } as const
const texts = { type: 'string', multiple: true, default: [] as string[] } as const
const options = {
  port: { ...text, default: '9780' },
  'name-server-port': { ...text, default: '5353' },
  scale: { ...text, default: '1' },
  state: { ...text, default: 'cloud-state' },
  token: text,
  ...{ bake: texts, domain: texts, 'ssh-key': texts, fault: texts },
  help: { type: 'boolean', default: false },
} as const

export function readCommandLine(words: readonly string[]): Command | 'help' {
  const values = parsed(words)
  if (values.help) return 'help'
  return {
    port: port('--port', values.port, 0),
    nameServerPort: port('--name-server-port', values['name-server-port'], 1),
    scale: scaleOf(values.scale),
    stateFolder: resolve(nonEmpty('--state', values.state)),
    token: values.token === undefined ? undefined : plain('--token', values.token),
    faults: values.fault.map(faultOf),
    bake: values.bake.map(artifacts),
    domains: values.domain.map(domain),
    sshKeys: values['ssh-key'].map((name) => nonEmpty('--ssh-key', name)),
  }
}

function parsed(words: readonly string[]) {
  try {
    return parseArgs({ args: [...words], options, strict: true }).values
  } catch (error) {
    throw new UsageFault(error instanceof Error ? error.message : String(error))
  }
}

function port(name: string, given: string, least: number): number {
  if (/^\d{1,5}$/.test(given) && Number(given) >= least && Number(given) <= 65_535) {
    return Number(given)
  }
  throw new UsageFault(`${name} ${shown(given)}: a port is a number from ${least} to 65535`)
}

/** Faster than that, this machine's own time would count. */
const mostScale = 1000

function scaleOf(given: string): number {
  const scale = Number(given)
  if (/^[\d.]+$/.test(given) && scale >= 1 && scale <= mostScale) return scale
  throw new UsageFault(`--scale ${shown(given)}: it is a number from 1 to ${mostScale}`)
}

function nonEmpty(name: string, given: string): string {
  if (given.trim() === '') throw new UsageFault(`${name} is empty`)
  return given
}

/** It goes into a header and into a file for the shell. */
function plain(name: string, given: string): string {
  if (/^[\w.~+/=-]+$/.test(given)) return given
  throw new UsageFault(`${name}: letters, digits and . _ ~ + / = - only`)
}

function faultOf(given: string): Fault {
  try {
    return parseFault(given)
  } catch {
    throw new UsageFault(
      `--fault ${shown(given)}: write it as 'METHOD /path -> ANSWER' or 'work -> ANSWER', where ANSWER is a status, never, error or late 30s; then x3 or every, then after 2`,
    )
  }
}

function artifacts(given: string): string {
  const folder = resolve(nonEmpty('--bake', given))
  if (existsSync(join(folder, 'packer/image.pkr.json'))) return folder
  throw new UsageFault(
    `--bake ${shown(given)}: there is no packer/image.pkr.json in it. Give the folder that immuc build wrote`,
  )
}

function domain(given: string): string {
  if (/^([a-z\d]([a-z\d-]*[a-z\d])?\.)+[a-z][a-z\d-]*$/.test(given)) return given
  throw new UsageFault(`--domain ${shown(given)}: a domain looks like example.com`)
}

const shown = (given: string): string => JSON.stringify(given)
