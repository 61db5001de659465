// Two releases and scenarios → a recording: a cloud on this machine, one site on it after the other,
// and every scenario's rollouts under load. When it is aborted nothing of it stays.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../cloud/account.ts'
import { type Cloud, startCloud } from '../cloud/start-cloud.ts'
import { startFaultText } from '../cloud/start-fault.ts'
import type { Source } from './build-release.ts'
import { type InstalledProvider, writeMirrorConfig } from './installed-provider.ts'
import type { Recording, Rollout } from './recording.ts'
import { RehearsalFault } from './rehearsal-fault.ts'
import type { Phase, Watch } from './run-rollout.ts'
import { runScenario } from './run-scenario.ts'
import type { Scenario } from './scenarios.ts'
import { makeSite } from './site.ts'
import { runTerraform } from './terraform-run.ts'

export type Rehearsal = Pick<Recording, 'app' | 'artifact' | 'speed' | 'requestsPerSecond'> & {
  before: Source
  after: Source
  scenarios: readonly Scenario[]
  account: Account
  /** Absent: the stand-in. */
  provider?: InstalledProvider
  /** Of this rehearsal alone; removed by who made it. */
  folder: string
  signal: AbortSignal
  watch?: RehearsalWatch
}

export type RehearsalWatch = Pick<Watch, 'request'> & {
  scenario?: (scenario: Scenario) => void
  phase?: (phase: Phase) => void
  rollout?: (rollout: Rollout) => void
}

export const makeFolder = (): string => mkdtempSync(join(tmpdir(), 'immuc-rehearse-'))

export const removeFolder = (folder: string): void =>
  rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })

export async function rehearse(rehearsal: Rehearsal): Promise<Recording> {
  const { app, artifact, speed, requestsPerSecond, provider, folder, signal } = rehearsal
  const terraformVersion = await versionOfTerraform(folder)
  const rollouts: Rollout[] = []
  for (const [index, scenario] of rehearsal.scenarios.entries()) {
    signal.throwIfAborted()
    rehearsal.watch?.scenario?.(scenario)
    rollouts.push(...(await onCloud(rehearsal, scenario, join(folder, String(index)))))
  }
  return {
    ...{ app, artifact, provider: provider ? 'real' : 'stand-in', terraformVersion },
    ...{ speed, requestsPerSecond, rollouts },
  }
}

/** Each scenario starts on an empty cloud. */
async function onCloud(
  rehearsal: Rehearsal,
  scenario: Scenario,
  folder: string,
): Promise<Rollout[]> {
  const { before, after, watch = {}, signal, requestsPerSecond } = rehearsal
  const cloud = await started(rehearsal, folder)
  try {
    const environment = mirrorEnvironment(rehearsal)
    const site = makeSite({ cloud, folder: join(folder, 'infra'), environment })
    const sources = { before, after, folder: join(folder, 'releases') }
    const { phase, request } = watch
    const rollouts = await runScenario(site, scenario, sources, {
      ...{ requestsPerSecond, signal },
      watch: { ...(phase && { phase }), ...(request && { request }) },
    })
    for (const rollout of rollouts) watch.rollout?.(rollout)
    return rollouts
  } finally {
    await cloud.close()
  }
}

async function started(rehearsal: Rehearsal, folder: string): Promise<Cloud> {
  const { speed, account, provider, signal } = rehearsal
  try {
    const cloud = await startCloud({
      stateFolder: join(folder, 'cloud'),
      ...{ scale: speed, account, requestsPerHour: 1e9, nameServerPort: 5353 },
      provider: provider ? 'none' : 'stand-in',
    })
    if (!signal.aborted) return cloud
    await cloud.close()
    throw signal.reason
  } catch (failure) {
    const words = portFaultText(failure) ?? startFaultText(failure, folder)
    throw words === undefined ? failure : new RehearsalFault(words)
  }
}

/** A rehearsal has no options for ports, so the way out is to free the one that is taken. */
export function portFaultText(failure: unknown): string | undefined {
  const { code, address, port } = failure as { code?: string; address?: string; port?: number }
  if (code !== 'EADDRINUSE' || port === undefined) return undefined
  return `something listens at ${address}:${port} already, maybe another rehearsal or cloud: stop it, then rehearse again`
}

const mirrorEnvironment = ({ provider, folder }: Rehearsal): Record<string, string> =>
  provider ? { TF_CLI_CONFIG_FILE: writeMirrorConfig(provider, join(folder, 'terraform.rc')) } : {}

async function versionOfTerraform(folder: string): Promise<string> {
  const { text } = await runTerraform(
    { folder, environment: { TF_CLI_CONFIG_FILE: '/dev/null' } },
    ['version', '-json'],
  ).ended
  try {
    return String(JSON.parse(text).terraform_version)
  } catch {
    throw new RehearsalFault(
      `\`terraform version\` does not answer as terraform does: ${text.trim()}`,
    )
  }
}
