// `immuc rehearse`: deploys the committed config and then the working one on this machine, under load,
// and reports what the users of the system would have noticed.
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { compile } from '../../compiler/compile.ts'
import { findConfig } from '../../compiler/load/find-config.ts'
import { load } from '../../compiler/load/load.ts'
import { hasErrors } from '../../compiler/model/diagnostic.ts'
import type { System } from '../../compiler/model/system.ts'
import { shownFile } from '../../compiler/report/shown-file.ts'
import { json } from '../../compiler/serialize/json.ts'
import { type Choice, chooseReleases, type Working } from '../../rehearsal/choose-releases.ts'
import { chooseScenarios, type ScenarioChoice } from '../../rehearsal/choose-scenarios.ts'
import { demoApp } from '../../rehearsal/demo-app.ts'
import { installedProvider } from '../../rehearsal/installed-provider.ts'
import { page } from '../../rehearsal/page/page.ts'
import { missingHere } from '../../rehearsal/prerequisites.ts'
import type { Recording } from '../../rehearsal/recording.ts'
import { RehearsalFault } from '../../rehearsal/rehearsal-fault.ts'
import { rehearse as rehearsed } from '../../rehearsal/rehearse.ts'
import { checkReportPlace, writeReport } from '../../rehearsal/report-file.ts'
import { defaultFolder } from '../compile-config.ts'
import { exitCode } from '../exit-code.ts'
import { inFolder } from '../in-folder.ts'
import { rehearsalProgress } from '../rehearsal-progress.ts'
import { isFine, rehearsalData, rehearsalTable } from '../rehearsal-table.ts'
import { diagnosticsData, sayDiagnostics } from '../show-diagnostics.ts'
import { targets } from '../targets.ts'
import type { Terminal } from '../terminal.ts'
import { uncut } from '../uncut.ts'

export type RehearseOptions = {
  config?: string | undefined
  out?: string | undefined
  scenario?: ScenarioChoice | undefined
  from?: string | undefined
  artifact?: string | undefined
  report?: string | undefined
  rate: number
  speed: number
  format: 'text' | 'json'
}

const defaultReport = 'rehearsal.html'

export async function rehearse(options: RehearseOptions, terminal: Terminal): Promise<number> {
  try {
    const working = await uncut(() => workingConfig(options, terminal))
    if (working === undefined) return exitCode.fault
    checkReportPlace(resolve(options.report ?? defaultReport))
    const database = working.system.database !== undefined
    const missing = missingHere({ database, git: true })
    if (missing.length > 0) throw new RehearsalFault(missing.join('\nimmuc: '))
    return await inFolder((folder, signal) => run({ options, working, folder, signal }, terminal))
  } catch (failure) {
    if (!(failure instanceof RehearsalFault)) throw failure
    terminal.say(`immuc: ${failure.message}`)
    return exitCode.fault
  }
}

type WorkingSystem = Working & { system: System }

type Order = {
  options: RehearseOptions
  working: WorkingSystem
  folder: string
  signal: AbortSignal
}

async function workingConfig(
  { config, artifact, format }: RehearseOptions,
  terminal: Terminal,
): Promise<WorkingSystem | undefined> {
  const configPath = await findConfig(process.cwd(), config)
  const found = typeof configPath === 'string' ? await load(configPath) : undefined
  const given = artifact === undefined ? undefined : readArtifact(artifact)
  const binary = given ?? found?.binary
  const faults = typeof configPath === 'string' ? (found?.diagnostics ?? []) : configPath
  const kept = given ? faults.filter(({ code }) => code !== 'artifact-not-found') : faults
  const { data } = found ?? {}
  const input = {
    ...(data !== undefined && { data }),
    ...(binary && { binary }),
    diagnostics: kept,
  }
  const { diagnostics, output } = await compile(input, targets)
  if (output && data !== undefined && !hasErrors(diagnostics)) {
    return {
      configPath: configPath as string,
      data,
      ...(binary && { binary }),
      system: output.system,
    }
  }
  if (format === 'json')
    terminal.data(json({ diagnostics: await diagnosticsData(diagnostics, found) }))
  else await sayDiagnostics(diagnostics, found, terminal, 'Nothing was rehearsed.')
  return undefined
}

function readArtifact(path: string): Uint8Array {
  try {
    return readFileSync(path)
  } catch (failure) {
    throw new RehearsalFault(`the artifact ${path} can't be read: ${(failure as Error).message}`)
  }
}

async function run({ options, working, folder, signal }: Order, terminal: Terminal) {
  const { system } = working
  const choice = await chooseReleases(working, {
    from: options.from ?? 'HEAD',
    folder,
    demoApp: demoApp(),
  })
  const artifacts = resolve(options.out ?? join(dirname(working.configPath), defaultFolder))
  const provider = installedProvider(artifacts)
  const notes = [...choice.notes, providerNote(provider?.version)]
  const progress = rehearsalProgress(terminal)
  for (const note of notes) terminal.say(note)
  try {
    const recording = await rehearsed({
      ...{ app: system.services[0].name, speed: options.speed, requestsPerSecond: options.rate },
      ...releasesOf(choice),
      ...{ scenarios: chooseScenarios(options.scenario ?? 'deploy'), account: accountOf(system) },
      ...{ folder, signal, watch: progress.watch, ...(provider && { provider }) },
    })
    progress.end()
    return tell(recording, options, notes, terminal)
  } finally {
    progress.end()
  }
}

const releasesOf = ({ before, after, artifact }: Choice) => ({ before, after, artifact })

const providerNote = (version: string | undefined): string =>
  version === undefined
    ? 'The provider is a stand-in: no digitalocean provider is installed here.'
    : `The provider is the real one, ${version}.`

/** What the config expects to be there beforehand. */
const accountOf = ({ domain, access }: System) => ({
  domains: domain && !domain.createZone ? [domain.zone] : [],
  sshKeys: access.sshKeys,
})

function tell(
  recording: Recording,
  { report, format }: RehearseOptions,
  notes: readonly string[],
  terminal: Terminal,
): number {
  const path = resolve(report ?? defaultReport)
  writeReport(path, page(recording))
  const shown = shownFile(path, process.cwd())
  if (format === 'json') terminal.data(json(rehearsalData(recording, shown, notes)))
  else terminal.data(`\n${rehearsalTable(recording)}\n\n`)
  for (const { title, refusal, wentAsExpected, tooSlow } of recording.rollouts) {
    if (!wentAsExpected) {
      terminal.say(`${title}: ${refusal ?? 'terraform did not refuse it, as it should have'}`)
    }
    if (tooSlow !== undefined) {
      terminal.say(`${title}: ${tooSlow}. Lower --rate or --speed; a loss may be this machine's`)
    }
  }
  terminal.say(`The report is ${shown}`)
  return isFine(recording) ? exitCode.fine : exitCode.fault
}
