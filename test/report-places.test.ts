// Where a report points: the place in the source that is at fault, through imports and expressions.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { ts } from './support/config-text.ts'
import { type Files, firstBlock, reported } from './support/reported.ts'

const test = suite('report: places')

const app = "app: { name: 'shop', artifact: { file: './shop' } }"

/** The keys of a config that is fine, but for its region. */
const config = (scaling = "{ region: «'xx'» }", key = 'scaling'): string =>
  `${app}, version: 'v1', ${key}: ${scaling}`

const sizes: Files = {
  'sizes.ts':
    "const region = «'xx'» as const\nexport { region as there }\nexport default { there: region }\n",
}
const again: Files = {
  'again.ts': "export { there as here, default as all } from './sizes.ts'\n",
}

/** What is to be marked stands between « and ». */
const places: readonly [what: string, files: Files][] = [
  ['a nested key', ts(`export default { ${config()} }`)],
  ['keys in quotes', ts(`export default { ${config('{ "region": «"xx"» }')} }`)],
  [
    'a key that is computed',
    ts(`const key = 'region'\nexport default { ${config("{ [key]: «'xx'» }")} }`),
  ],
  [
    'a value that is computed',
    ts(`export default { ${config("{ region: «['x', 'x'].join('')» }")} }`),
  ],
  [
    'a key of a computed object',
    ts(
      `const all = [['region', 'xx']]\nexport default { ${config('Object.fromEntries(all)', '«scaling»')} }`,
    ),
  ],
  [
    'a function that returns it',
    ts(
      `const make = () => ({ region: 'xx' })\nexport default { ${config('make()', '«scaling»')} }`,
    ),
  ],
  [
    'the whole config from a function',
    ts(`const make = () => ({ ${config("{ region: 'xx' }")} })\nexport default «make»()`),
  ],
  ['a constant', ts(`const region = «'xx'»\nexport default { ${config('{ region }')} }`)],
  [
    'a member of a constant',
    ts(
      `const at = { home: ['yy', «'xx'»] } as const\nexport default { ${config("{ region: at['home'][1] }")} }`,
    ),
  ],
  [
    'a variable that may change',
    ts(`let region = 'xx'\nexport default { ${config('{ region: «region» }')} }`),
  ],
  [
    'a spread',
    ts(
      `const common = { region: «'xx'» }\nexport default { ${config("{ size: 's-1vcpu-1gb', ...common }")} }`,
    ),
  ],
  [
    'a spread that is overruled',
    ts(
      `const common = { region: 'ams3' }\nexport default { ${config("{ ...common, region: «'xx'» }")} }`,
    ),
  ],
  [
    'a key that stands twice',
    ts(`export default { ${config("{ region: 'ams3', region: «'xx'» }")} }`),
  ],
  [
    'satisfies and as const',
    ts(`export default ({ ${config("{ region: «'xx'» as const }")} } as const) satisfies object`),
  ],
  [
    'a constant that is exported',
    ts(`const system: object = { ${config()} }\nexport default system`),
  ],
  [
    'a constant that is exported below',
    ts(`const system = { ${config()} }\nexport { system as default }`),
  ],
  [
    'defineSystem under another name',
    ts(`import { defineSystem as define } from 'immuc'\nexport default define({ ${config()} })`),
  ],
  [
    'defineSystem of a namespace',
    ts(
      `import * as immuc from 'immuc'\nexport default immuc.defineSystem(Object.freeze({ ${config()} }))`,
    ),
  ],
  [
    'an import',
    {
      ...ts(`import { there } from './sizes'\nexport default { ${config('{ region: there }')} }`),
      ...sizes,
    },
  ],
  [
    'an import of an import',
    {
      ...ts(`import { here } from './again.js'\nexport default { ${config('{ region: here }')} }`),
      ...sizes,
      ...again,
    },
  ],
  [
    'a default import of an import',
    {
      ...ts(`import { all } from './again'\nexport default { ${config('{ region: all.there }')} }`),
      ...sizes,
      ...again,
    },
  ],
  [
    'an import of JSON',
    {
      ...ts(
        `import sizes from './sizes.json'\nexport default { ${config('{ region: sizes.there }')} }`,
      ),
      'sizes.json': '{\n  "there": «"xx"»\n}\n',
    },
  ],
  [
    'JSON',
    {
      'system.config.json':
        '{\n  "app": { "name": "shop", "artifact": { "file": "./shop" } },\n  "version": "v1",\n  "scaling": { "region": «"xx"» }\n}',
    },
  ],
  ['tabs', ts(`export default {\n\t${config("{\tregion:\t«'xx'» }")} }`)],
  ['line ends of Windows', ts(`export default {\r\n${config()} }`)],
  [
    'line ends that only JavaScript knows',
    ts(`/* \u2028 \r \u2029 */ export default { ${config()} }`),
  ],
  ['what follows a byte order mark', ts(`\ufeffexport default { ${config()} }`)],
  ['emoji and letters of two columns', ts(`export default { /* 🦊 日本 é */ ${config()} }`)],
  [
    'a very long line',
    ts(`export default { ${'/* pad */ '.repeat(500)}${config()} ${'/* pad */ '.repeat(500)} }`),
  ],
  [
    'an item of an array',
    ts(
      `export default { ${config("{ region: 'ams3' }")}, access: { sshFrom: ['::/1', ...['::/2', «'xx'»], '::/3'] } }`,
    ),
  ],
  ['a key that is missing', ts(`export default { ${config('{\n }', '«scaling»')} }`)],
  [
    'a key that is missing at the top',
    ts(
      "export default «{»\n app: { name: 'shop', artifact: { file: './shop' } }, scaling: { region: 'ams3' } }",
    ),
  ],
  [
    'a key that is there, where the other one has its default',
    ts(
      "export default { app: { name: 'shop', artifact: { file: './shop' }, health: { intervalSeconds: «3» } }, version: 'v1', scaling: { region: 'ams3' } }",
    ),
  ],
]

/** Without its marks, and where they were. */
function unmarked(files: Files): { files: Files; place: string; marked: string } {
  const [file = '', text = ''] = Object.entries(files).find(([, one]) => one.includes('«')) ?? []
  const before = text
    .replace(/^\ufeff/, '')
    .split('«', 1)
    .join('')
    .split(/\r\n|[\n\r\u2028\u2029]/)
  const plain = (one: string) => one.replace(/[«»]/g, '')
  return {
    files: Object.fromEntries(Object.entries(files).map(([name, one]) => [name, plain(one)])),
    place: `${file}:${before.length}:${(before.at(-1) ?? '').length + 1}`,
    marked: text.match(/«(.*)»/)?.[1] ?? '',
  }
}

for (const [what, marks] of places) {
  test(`points at ${what}`, async () => {
    const { files, place, marked } = unmarked(marks)
    const { text, diagnostics } = await reported(files, Object.keys(files)[0])
    const [warned, ...blocks] = text.split(/\n(?=error\[)/)
    const first = firstBlock(blocks[0] ?? warned ?? '')
    assert.is(diagnostics.filter(({ severity }) => severity === 'error').length, 1, text)
    assert.is(first.place, place)
    assert.is(first.marked, marked)
  })
}

test.run()
