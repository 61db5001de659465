// The working config and the committed one → the two releases of a rehearsal, and in words what was
// taken for what. Where nothing has changed, the next release is a made-up version of the same config.
import { join } from 'node:path'
import { committedTree, type Lacking } from '../cli/committed-tree.ts'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import { load } from '../compiler/load/load.ts'
import type { Data } from '../compiler/load/to-data.ts'
import { hasErrors } from '../compiler/model/diagnostic.ts'
import { canonicalJson } from '../compiler/serialize/json.ts'
import { asDemo, asOwn, whyNotHere } from './artifact.ts'
import type { Source } from './build-release.ts'
import { RehearsalFault } from './rehearsal-fault.ts'
import { vary } from './variant.ts'

export type Working = { configPath: string; data: Data; binary?: Uint8Array }

export type Choice = {
  before: Source
  after: Source
  artifact: 'own' | 'demo'
  /** A sentence each. */
  notes: readonly string[]
}

export type ChoiceOptions = { from: string; folder: string; demoApp: Uint8Array }

type Version = { data: Data; binary?: Uint8Array }

export async function chooseReleases(working: Working, options: ChoiceOptions): Promise<Choice> {
  const committed = await committedVersion(working, options)
  const isSame = !('reason' in committed) && same(committed, working)
  const reason = 'reason' in committed ? committed.reason : `${options.from} has the same config`
  const isMadeUp = isSame || 'reason' in committed
  const versions: { before: Version; after: Version } = isMadeUp
    ? { before: working, after: { ...working, data: nextVersion(working.data) } }
    : { before: committed as Version, after: working }
  const why = whyNotHere(versions.before.binary) ?? whyNotHere(versions.after.binary)
  const source = ({ data, binary }: Version) =>
    why === undefined && binary ? asOwn(data, binary) : asDemo(data, options.demoApp)
  const { before, after } = versions
  const versionOf = ({ data }: Version) => String((data as { version: string }).version)
  return {
    before: source(before),
    after: source(after),
    artifact: why === undefined ? 'own' : 'demo',
    notes: [
      isMadeUp
        ? `The next version is made up, \`${versionOf(after)}\`: ${reason}.`
        : `From \`${versionOf(before)}\`, as ${options.from} has it, to \`${versionOf(after)}\`, as it is now.`,
      why === undefined
        ? 'Deployed is your own artifact.'
        : `Deployed is the demo app under your settings: ${why}.`,
    ],
  }
}

/** A file that was built and not committed is taken as it is now. */
async function committedVersion(
  working: Working,
  { from, folder }: ChoiceOptions,
): Promise<Version | { reason: string }> {
  const wanted = { configPath: working.configPath, ref: from, folder: join(folder, 'committed') }
  const found = await committedTree(wanted)
  if ('lacking' in found) return { reason: whyNone(found, from) }
  const { data, binary = working.binary, diagnostics } = await load(found.configPath)
  const rest = diagnostics.filter(({ code }) => code !== 'artifact-not-found')
  const input = {
    ...(data !== undefined && { data }),
    ...(binary && { binary }),
    diagnostics: rest,
  }
  const compiled = await compile(input, targets)
  if (data === undefined || hasErrors(compiled.diagnostics)) {
    const [first] = compiled.diagnostics
    throw new RehearsalFault(
      `the config as ${from} has it can't be built: ${first?.message ?? 'it is empty'}; name another commit with \`--from\``,
    )
  }
  return { data, ...(binary && { binary }) }
}

/** Only what nobody has asked for may be lacking. */
function whyNone(found: Lacking, from: string): string {
  switch (found.lacking) {
    case 'repository':
      return 'the config is in no git repository'
    case 'first commit':
      return 'nothing is committed yet'
    case 'config':
      return `${from} has no ${found.path}`
    case 'commit':
      throw new RehearsalFault(`git knows no commit \`${from}\`; name another one with \`--from\``)
    case 'files':
      throw new RehearsalFault(`git could not write the files of \`${found.commit}\``)
  }
}

const same = (one: Version, other: Version): boolean =>
  canonicalJson(one.data) === canonicalJson(other.data) &&
  Buffer.from(one.binary ?? []).equals(Buffer.from(other.binary ?? []))

function nextVersion(data: Data): Data {
  const { version } = data as { version: string }
  return vary(data, { version: `${version}-next` })
}
