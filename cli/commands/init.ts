// `immuc init`: finds out what it can about the app in this folder, asks for the rest, and writes a
// `system.config.ts` that builds. It never replaces a file.
import { join } from 'node:path'
import { configsIn } from '../../compiler/load/find-config.ts'
import { exitCode } from '../exit-code.ts'
import { questions } from '../init/ask-draft.ts'
import { configText } from '../init/config-text.ts'
import type { Draft } from '../init/draft.ts'
import { fillDraft } from '../init/fill-draft.ts'
import { givenParts, type InitOptions } from '../init/given-parts.ts'
import { nextSteps, scopeWarning } from '../init/next-steps.ts'
import { Interrupted } from '../init/prompt.ts'
import { type Proposal, propose } from '../init/propose.ts'
import { writeFault } from '../init/write-fault.ts'
import { writeNew } from '../init/write-new.ts'
import type { Terminal } from '../terminal.ts'

const file = 'system.config.ts'

export async function init(options: InitOptions, terminal: Terminal): Promise<number> {
  const { say, paint } = terminal
  const folder = process.cwd()
  const [existing] = configsIn(folder)
  if (existing !== undefined) return fail(`there is a ${existing} here already`)
  const given = await givenParts(options)
  const proposal = await propose(folder, given.name)
  for (const note of proposal.notes) say(`${paint.warning('note')}: ${note}`)
  const draft = await fillDraft(given, proposal, options.yes, terminal).catch(interrupted)
  if (draft === undefined) return fail('stopped', 130)
  if (Array.isArray(draft)) return missing(draft, proposal)
  const fault = writeNew(join(folder, file), configText(draft))
  if (fault !== undefined) return fail(writeFault(fault, file))
  sayWritten(draft, proposal, terminal)
  return exitCode.fine

  function fail(why: string, code: number = exitCode.fault): number {
    say(`immuc: ${why}. Nothing was written.`)
    return code
  }

  function missing(keys: readonly (keyof Draft)[], { project }: Proposal): number {
    const asked = questions.filter(({ key }) => keys.includes(key))
    const lines = asked.map(({ option, hint }) => `  ${option.padEnd(22)}${hint}`)
    const isAll = keys.includes('artifact') && project.manifest === ''
    say(`immuc: nobody can be asked here, and this is missing:\n${lines.join('\n')}`)
    if (!options.yes && !isAll) say('Or take what is proposed: immuc init --yes')
    say('Nothing was written.')
    return exitCode.usage
  }
}

function interrupted(failure: unknown): undefined {
  if (!(failure instanceof Interrupted)) throw failure
  process.stderr.write('\n')
}

function sayWritten(draft: Draft, { project }: Proposal, { say, paint }: Terminal): void {
  const folder = process.cwd()
  say(`${paint.good('wrote')} ${paint.strong(file)}`)
  const warning = scopeWarning(folder)
  if (warning !== undefined) say(`${paint.warning('note')}: ${warning}`)
  const steps = nextSteps(folder, draft, project)
  const width = Math.max(...steps.map(({ command }) => command.length))
  say('\nNext:')
  for (const { command, why } of steps) {
    const isLong = width > 40
    say(
      isLong
        ? `  ${paint.faint(`# ${why}`)}\n  ${command}`
        : `  ${command.padEnd(width)}   ${paint.faint(why)}`,
    )
  }
}
