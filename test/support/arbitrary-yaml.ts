// Data as a playbook may hold it: any texts, whole and decimal numbers, lists and maps, nested.
import fc, { type Arbitrary } from 'fast-check'
import type { Yaml } from '../../compiler/serialize/yaml.ts'

/** Texts that a reader of YAML 1.1 or 1.2 takes for something else unless they are quoted. */
const tricky = [
  ...[
    '',
    ' ',
    '~',
    'null',
    'Null',
    'NULL',
    'true',
    'True',
    'yes',
    'YES',
    'no',
    'on',
    'off',
    'y',
    'N',
  ],
  ...['0', '-1', '+1', '1_000', '010', '0o10', '0x1F', '0b1', '1.5', '.5', '1e3', '1e-7', '-.inf'],
  ...['.inf', '.nan', '.NaN', '12:30', '190:20:30', '2026-01-01', '2026-01-01 10:00:00', '=', '<<'],
  ...[
    '-',
    '- a',
    '?',
    '? a',
    ':',
    ': a',
    'a:',
    'a: b',
    'a :b',
    'a:b',
    '#',
    'a #b',
    'a#b',
    '&a',
    '*a',
  ],
  ...[
    '!a',
    '!!str a',
    '|',
    '>',
    '%a',
    '@a',
    '`a`',
    '[a]',
    '{a: b}',
    '{{ x }}',
    ',',
    "'",
    '"',
    "'a'",
  ],
  ...['"a"', '\\', '\\n', '\n', 'a\nb', '\n\n', ' a', 'a ', '\ta', 'a\t', '---', '...', '--- a'],
  ...[
    '\r',
    '\r\n',
    '\u0000',
    '\u0007',
    '\b',
    '\f',
    '\v',
    '\u001b',
    '\u007f',
    '\u0085',
    '\u00a0',
    '\u2028',
    '\u2029',
  ],
  ...['\ufeff', '\ufffe', '\uffff', 'ä', '漢', '👍🏽', '/a/b', './a', '../a', 'a=b', '(a)', 'a, b'],
]

const text = fc.oneof(
  fc.constantFrom(...tricky),
  fc.string({ maxLength: 40 }),
  fc.string({ unit: 'binary', maxLength: 20 }),
  fc.array(fc.constantFrom(...tricky), { maxLength: 4 }).map((parts) => parts.join('')),
)

// A number with an exponent means a text to some readers; no figure of ours needs one.
const number = fc
  .tuple(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.constantFrom(1, 10, 100))
  .map(([digits, scale]) => digits / scale + 0)

export const arbitraryYaml: Arbitrary<Yaml> = fc.letrec<{ value: Yaml }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    text,
    number,
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
})).value
