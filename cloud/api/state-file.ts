// The state <-> a JSON file. It is replaced in one step, so a reader or a killed writer never leaves
// half of it; it holds passwords and user data, so only its owner may read it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import type { State } from './state.ts'

export function loadState(path: string): State | undefined {
  if (!existsSync(path)) return undefined
  const state = JSON.parse(readFileSync(path, 'utf8')) as State
  if (state.format !== 1) throw new Error(`${path} is not a state of this emulator`)
  return state
}

export function saveState(path: string, state: State): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 })
  renameSync(draft, path)
}
