// Polls a state until it is the wanted one, with the delays, the growing pauses and the messages of
// the SDK's StateChangeConf. A given poll time replaces every pause; no timeout is shortened by it.
import { setTimeout as sleep } from 'node:timers/promises'
import { formatDuration } from './duration.ts'

export type Pace = { readonly pollMs?: number | undefined; readonly signal?: AbortSignal }

export type Wait = {
  /** undefined: nothing there to look at yet. */
  readonly state: () => Promise<string | undefined>
  readonly target: string
  readonly pending: readonly string[]
  readonly timeoutMs: number
  readonly delayMs?: number
  readonly pauseMs: number
}

const longestPauseMs = 10_000

export async function waitFor(wait: Wait, pace: Pace): Promise<void> {
  const end = Date.now() + wait.timeoutMs
  await pause(wait.delayMs ?? 0, pace)
  for (let turn = 0; ; turn++) {
    const state = await wait.state()
    if (state === wait.target) return
    if (state !== undefined && !wait.pending.includes(state)) throw unexpected(wait, state)
    if (Date.now() > end) throw timedOut(wait, state)
    const growing = Math.min(100 * 2 ** turn, longestPauseMs)
    await pause(Math.max(wait.pauseMs, growing), pace)
  }
}

/** Waits a moment of the given length, or of the pace's; ends at once when Terraform stops. */
export async function pause(milliseconds: number, { pollMs, signal }: Pace): Promise<void> {
  if (milliseconds === 0 && !signal?.aborted) return
  try {
    await sleep(pollMs ?? milliseconds, undefined, { ...(signal && { signal }) })
  } catch {
    throw new Error('context canceled')
  }
}

function unexpected({ target }: Wait, state: string): Error {
  return new Error(`unexpected state '${state}', wanted target '${target}'. last error: %!s(<nil>)`)
}

function timedOut({ target, timeoutMs }: Wait, state: string | undefined): Error {
  const last = state === undefined ? '' : `last state: '${state}', `
  const limit = `${last}timeout: ${formatDuration(timeoutMs)}`
  return new Error(`timeout while waiting for state to become '${target}' (${limit})`)
}
