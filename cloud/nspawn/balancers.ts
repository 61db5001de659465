// The API's load balancers -> a real HAProxy each. A change is a new configuration that the running one
// takes over: its listeners stay open, and requests under way end where they are.
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Balancer, Balancers } from '../backend.ts'
import type { Clock } from '../clock.ts'
import type { Block } from '../network/addresses.ts'
import { haproxyConfig } from './haproxy-config.ts'

export type BalancersHost = {
  clock: Clock
  block: Block
  folder: string
  createMilliseconds: number
  applyMilliseconds: number
  emit: (balancer: Balancer, what: string, detail: Record<string, unknown>) => void
}

export type MachineBalancers = Balancers & {
  restore: (balancer: Balancer) => Promise<void>
  close: () => Promise<void>
}

type Running = { child: ChildProcess; ended: Promise<void>; told: () => Promise<void> }

type State = BalancersHost & { running: Map<string, Running> }

export function haproxies(host: BalancersHost): MachineBalancers {
  const state: State = { ...host, running: new Map() }
  mkdirSync(host.folder, { recursive: true })
  const { clock, block } = host
  return {
    create: async (balancer) => {
      const ip = balancer.ip || block.take('balancer')
      await Promise.all([start(state, { ...balancer, ip }), clock.sleep(host.createMilliseconds)])
      return { ip }
    },
    update: async (balancer) => {
      await clock.sleep(host.applyMilliseconds)
      await reload(state, balancer)
    },
    destroy: async ({ id }) => stop(state, id),
    restore: (balancer) => {
      block.use(balancer.ip)
      return start(state, balancer)
    },
    close: async () => {
      await Promise.all([...state.running.keys()].map((id) => stop(state, id)))
    },
  }
}

const configOf = ({ folder }: State, { id }: Balancer): string => join(folder, `${id}.cfg`)

function write(state: State, balancer: Balancer): void {
  writeFileSync(configOf(state, balancer), haproxyConfig(balancer, state.clock.scale))
  for (const rule of balancer.forwardingRules) {
    const { entryProtocol, tlsPassthrough } = rule
    if (entryProtocol !== 'http' && entryProtocol !== 'tcp' && !tlsPassthrough) {
      state.emit(balancer, 'rule-not-emulated', { entryProtocol, entryPort: rule.entryPort })
    }
  }
}

async function start(state: State, balancer: Balancer): Promise<void> {
  if (state.running.has(balancer.id)) return await reload(state, balancer)
  write(state, balancer)
  // A master that stays, and workers that come and go with the configuration.
  const child = spawn('haproxy', ['-W', '-db', '-f', configOf(state, balancer)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const running = watched(child)
  state.running.set(balancer.id, running)
  await running.told()
}

async function reload(state: State, balancer: Balancer): Promise<void> {
  const running = state.running.get(balancer.id)
  if (running === undefined) return
  write(state, balancer)
  const told = running.told()
  running.child.kill('SIGUSR2')
  await told
}

async function stop({ running }: State, id: string): Promise<void> {
  const one = running.get(id)
  running.delete(id)
  one?.child.kill('SIGTERM')
  await one?.ended
}

/** `told` settles once the master has said that a new configuration is in force. */
function watched(child: ChildProcess): Running {
  let said = ''
  let waiting: { settle: () => void; refuse: (fault: Error) => void }[] = []
  const note = (chunk: Buffer) => {
    said = `${said}${chunk}`.slice(-4000)
    const isRefused = said.includes('Loading failure')
    if (!isRefused && !said.includes('Loading success')) return
    const fault = new Error(`haproxy: ${said.trim()}`)
    said = ''
    for (const { settle, refuse } of waiting.splice(0)) isRefused ? refuse(fault) : settle()
  }
  child.stdout?.on('data', note)
  child.stderr?.on('data', note)
  const ended = new Promise<void>((settle) => {
    const end = () => {
      for (const { refuse } of waiting.splice(0)) refuse(new Error(`haproxy: ${said.trim()}`))
      waiting = []
      settle()
    }
    child.once('error', end)
    child.once('close', end)
  })
  return {
    ...{ child, ended },
    told: () => new Promise((settle, refuse) => void waiting.push({ settle, refuse })),
  }
}
