// A configuration → a folder with it, an emulated API and the provider served for it: all that stock
// terraform needs to plan and apply. `close` leaves nothing behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { type Api, startApi } from '../../api/start-api.ts'
import { scaledClock } from '../../clock.ts'
import type { ProviderOptions } from '../account.ts'
import { serveProvider } from '../serve-provider.ts'
import { type Run, type Running, startTerraform, terraformDoes } from './offline-terraform.ts'

export type Workspace = {
  readonly folder: string
  readonly api: Api
  readonly write: (path: string, content: string) => void
  /** Expects success. */
  readonly does: (...words: string[]) => Promise<string>
  readonly run: (...words: string[]) => Promise<Run>
  readonly start: (...words: string[]) => Running
  /** What a plan would do, by address: `create`, `update`, `delete create` and so on. */
  readonly plan: (...words: string[]) => Promise<Plan>
  readonly close: () => Promise<void>
}

export type Plan = {
  readonly actions: { readonly [address: string]: string }
  readonly replacePaths: { readonly [address: string]: unknown }
}

export type WorkspaceOptions = ProviderOptions & { readonly scale?: number }

export async function rehearsedWorkspace(options: WorkspaceOptions = {}): Promise<Workspace> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-provider-test-'))
  const clock = scaledClock({ scale: options.scale ?? 2_000 })
  const api = await startApi({ clock, requestsPerHour: 1e9, token: 'the-token' })
  const served = await serveProvider({
    apiUrl: api.url,
    token: 'the-token',
    pollMs: 20,
    ...options,
  })
  const surroundings = { folder, environment: { ...served.environment } }
  const does = (...words: string[]) => terraformDoes(surroundings, ...words)
  return {
    folder,
    api,
    write: (path, content) => {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), content)
    },
    does,
    run: (...words) => startTerraform(surroundings, words).ended,
    start: (...words) => startTerraform(surroundings, words),
    plan: (...words) => planned(does, words),
    close: async () => {
      await served.close()
      await api.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

type Shown = {
  resource_changes?: {
    address: string
    mode: string
    deposed?: string
    change: { actions: string[]; replace_paths?: unknown }
  }[]
}

async function planned(does: Workspace['does'], words: string[]): Promise<Plan> {
  await does('plan', '-out=plan', ...words)
  const shown = JSON.parse(await does('show', '-json', 'plan')) as Shown
  const changes = (shown.resource_changes ?? []).filter(
    ({ mode, change }) => mode === 'managed' && change.actions[0] !== 'no-op',
  )
  const replaced = changes.filter(({ change }) => change.replace_paths)
  return {
    actions: Object.fromEntries(
      changes.map(({ address, change }) => [address, change.actions.join(' ')]),
    ),
    replacePaths: Object.fromEntries(
      replaced.map(({ address, change }) => [address, change.replace_paths]),
    ),
  }
}
