// What esbuild says of a text that it can't parse → what to write below the line, and the way out.
import type { Diagnostic } from '../model/diagnostic.ts'

type Advice = Pick<Diagnostic, 'label' | 'help'>

const advice: readonly [RegExp, Advice][] = [
  [
    /"(<<|===?|>>|<<<|>>>)"/,
    {
      label: 'left from a merge?',
      help: 'finish the merge: keep one side, and remove the lines with `<<<<<<<`, `=======` and `>>>>>>>`',
    },
  ],
  [
    /"[\u2018-\u201f\u00ab\u00bb]/,
    { label: 'a typographic quote', help: 'write a straight one: `\'` or `"`' },
  ],
  [/but found end of file$|^Unexpected end of file/, { label: 'the file ends here' }],
  // What was found starts something new, where only a closing bracket or a comma could follow.
  [
    /^Expected "[}\])]" but found "\w|^Expected "," in JSON but found "\\"/,
    { label: 'is a comma missing before it?' },
  ],
  [/^Expected "}" but found ";"/, { label: 'a comma belongs here' }],
  [/^Unexpected "[}\])]"/, { label: 'closes nothing that is open' }],
  [/^Unterminated string/, { label: 'the text has no closing quote' }],
  [/trailing commas/, { label: 'remove this comma' }],
  [
    /^JSON does not support comments/,
    { label: 'a comment', help: 'remove it; a config in TypeScript may have comments' },
  ],
  [/^JSON strings must use double quotes/, { label: 'write it in double quotes' }],
  [/^Expected string in JSON/, { label: 'write it in double quotes' }],
  [/^Unexpected "(undefined|NaN|Infinity)" in JSON/, { label: 'JSON has no such value' }],
  [/already been declared|Multiple exports/, { label: 'the second one' }],
]

export const syntaxAdvice = (text: string): Advice =>
  advice.find(([pattern]) => pattern.test(text))?.[1] ?? {}
