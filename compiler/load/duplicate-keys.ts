// What esbuild noticed → a warning for each key that stands twice in one object of the user's.
import type { Message } from 'esbuild'
import { type Diagnostic, warning } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import { spanOf } from './bundle-fault.ts'
import type { Sources } from './sources.ts'

export function duplicateKeys(
  messages: readonly Message[],
  configPath: string,
  sources: Sources,
): Diagnostic[] {
  return messages.flatMap((message) => {
    const key = message.text.match(/^Duplicate key "(.*)" in object literal$/)?.[1]
    const span = spanOf(message, configPath)
    if (key === undefined || span === undefined || !sources.has(span.file)) return []
    const first = message.notes.flatMap((note) => spanOf(note, configPath) ?? [])
    return [
      warning('duplicate-key', [], `the key ${shown(key)} stands twice in one object`, {
        span,
        label: 'this one counts',
        related: first.map((one) => ({ span: one, label: 'this one is ignored' })),
        help: 'remove one of the two',
      }),
    ]
  })
}
