// The state <-> a JSON file. It is replaced in one step, so a reader or a killed writer never leaves
// half of it; it holds passwords and user data, so only its owner may read it.
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { StartFault } from '../start-fault.ts'
import type { State } from './state.ts'

export function loadState(path: string): State | undefined {
  if (!existsSync(path)) return undefined
  const state = parsed(readFileSync(path, 'utf8'))
  if (state?.format === 1) return state
  throw new StartFault(`${path} is not a state of this cloud. Remove its folder to start afresh`)
}

function parsed(text: string): State | undefined {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function saveState(path: string, state: State): void {
  const draft = `${path}.${process.pid}.tmp`
  writeFileSync(draft, JSON.stringify(state), { mode: 0o600 })
  renameSync(draft, path)
}
