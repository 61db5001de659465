// All keys and all codes, a line or two each → text for a terminal.

import type { KeyReference } from './key-reference.ts'
import { keySummary } from './key-summary.ts'
import { definitions, wrapped } from './layout.ts'
import type { CodePage } from './page.ts'
import type { TextStyle } from './page-text.ts'

export function overviewText(
  keys: readonly KeyReference[],
  codes: readonly CodePage[],
  { width, paint }: TextStyle,
): string {
  const layout = { width, indent: '  ', paint: paint.faint }
  const lines = [
    paint.strong('Keys of the config'),
    ...definitions(
      keys.map((one) => [one.key, keySummary(one)]),
      layout,
    ),
    '',
    paint.strong('Errors and warnings'),
    ...definitions(
      codes.map(({ code, summary }) => [code, summary]),
      layout,
    ),
    '',
    ...wrapped('More about one of them: immuc explain KEY, or immuc explain CODE.', width),
  ]
  return `${lines.join('\n')}\n`
}
