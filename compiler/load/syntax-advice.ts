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
  [
    /in JSON but found end of file$/,
    { label: 'the file ends here', help: 'close what is still open: `}` or `]` is missing' },
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

const quoteInText: Advice = {
  label: 'does the text before it hold a quote?',
  help: 'write `\\\'` for a quote inside a text, or put the text between other ones: `"it\'s"`',
}

/** `before` is what stands before the place, on its line. */
export const syntaxAdvice = (text: string, before = ''): Advice =>
  /^Expected "[}\])]" but found "\w/.test(text) && /['"]$/.test(before)
    ? quoteInText
    : (advice.find(([pattern]) => pattern.test(text))?.[1] ?? {})
