// Configs with a secret in every place that a person might write one, each with another fault beside
// it where it is none itself, and the texts that no report may show.
import type { Files } from './reported.ts'

const config = (app: string, head = '', rest = ''): string =>
  `import { defineSystem, plain, secret } from 'immuc'
${head}
export default defineSystem({
  app: { name: 'shop', artifact: { file: './shop' }, ${app} },
  version: 'v1', scaling: { region: 'ams3' }, ${rest}
})
`

const ts = (...parts: Parameters<typeof config>): Files => ({
  'system.config.ts': config(...parts),
})

type Leak = readonly [where: string, files: Files, secrets: readonly string[]]

/** Where the secret `hunter2-zebra` stands: parts of `app`, lines before the config, keys beside. */
const inTypeScript: readonly [where: string, ...parts: Parameters<typeof config>][] = [
  ['a literal', "env: { SMTP_PASSWORD: 'hunter2-zebra' }"],
  ['beside another fault', "env: { SMTP_PASSWORD: 'hunter2-zebra' }, prot: 8080"],
  ['below a wrong key', "envv: { SMTP_PASSWORD: 'hunter2-zebra' }"],
  ['in an object of a wrong type', "env: { SMTP_PASSWORD: { value: 'hunter2-zebra' } }"],
  ['in an array of a wrong type', "env: { SMTP_PASSWORD: ['hunter2-zebra'] }"],
  ['the name of a symbol', "env: { SMTP_PASSWORD: Symbol('hunter2-zebra') }"],
  ['in a function', "env: { SMTP_PASSWORD: () => 'hunter2-zebra' }"],
  ['in a Map', "env: { SMTP_PASSWORD: new Map([['a', 'hunter2-zebra']]) }"],
  ['in a prototype', "env: { SMTP_PASSWORD: Object.create({ value: 'hunter2-zebra' }) }"],
  ['a shorthand', 'env: { SMTP_PASSWORD }', "const SMTP_PASSWORD = 'hunter2-zebra'"],
  ['a constant of another name', 'env: { SMTP_PASSWORD: x }', "const x = 'hunter2-zebra'"],
  [
    'on the line of another fault',
    'env: { SMTP_PASSWORD: x }, port: p',
    "const x = 'hunter2-zebra', p = '80'",
  ],
  [
    'a concatenation in a constant',
    'env: { SMTP_PASSWORD: x }, command: [y]',
    "const x = 'hunter2' + '-zebra', y = 'rel'",
  ],
  ['a template', 'env: { SMTP_PASSWORD: `hunter2-zebra` }'],
  ['a template with an expression', 'env: { SMTP_PASSWORD: `hunter2-${z}` }', "const z = 'zebra'"],
  ['on several lines', 'env: { SMTP_PASSWORD: `first\nhunter2-zebra\nlast`, "bad name": "1" }'],
  ['around an error', 'env: { SMTP_PASSWORD: `hunter2-zebra\n${nope()} hunter2-zebra\n` }'],
  ['spread', 'env: { ...s, PORT: "1" }', "const s = { SMTP_PASSWORD: 'hunter2-zebra' }"],
  [
    'with an escape',
    'env: { SMTP_PASSWORD: x, PORT: y }',
    "const x = 'hunter2\\x2dzebra', y = '1'",
  ],
  ['in quotes on several lines', "env: { JWT_PRIVATE_KEY: 'line one\nhunter2-zebra\nlast' }"],
  ['with a quote in it', "env: { SMTP_PASSWORD: 'it's hunter2-zebra' }"],
  ['behind a quote in it', "env: { SMTP_PASSWORD: 'it'hunter2 }"],
  ['without quotes', 'env: { SMTP_PASSWORD: hunter2 zebra }'],
  ['beside a syntax error', "env: { SMTP_PASSWORD: 'hunter2-zebra' } port: 1"],
  [
    'behind a type, beside a syntax error',
    '',
    "const smtpPassword: string = 'hunter2-zebra' const b",
  ],
  [
    'in a comment',
    "env: { SMTP_PASSWORD: secret(), PORT: '1' /* SMTP_PASSWORD: hunter2-zebra */ }",
  ],
  ['in a comment at the end', 'prot: 1, // smtp password = hunter2-zebra\n'],
  ['thrown', '', "const dbPassword = 'hunter2-zebra'\nthrow new Error('bad ' + dbPassword)"],
  ['in an object that is thrown', '', "throw { password: 'hunter2-zebra' }"],
  ['in a text that is thrown', '', "const password = 'hunter2-zebra'\nthrow 'no ' + password"],
  [
    'the cause of what is thrown',
    '',
    "const dbPassword = 'hunter2-zebra'\nthrow new Error('x', { cause: new Error('bad ' + dbPassword) })",
  ],
  [
    'on the line of a cause',
    '',
    "const c = (password = 'hunter2-zebra') => new Error('c')\nthrow new Error('x', { cause: c() })",
  ],
  ["in another key's place", "env: { SMTP_PASSWORD: 'hunter2-zebra' }, packages: ['a1', 'a1']"],
  [
    'on the line of a key that stands twice',
    "env: { A: '1', SMTP_PASSWORD: 'hunter2-zebra', A: '2' }",
  ],
  ['a URL that is thrown', '', "throw new Error('postgres://app:hunter2-zebra@db/x')"],
  [
    'thrown between backticks',
    '',
    "const password = 'hunter2-zebra'\nthrow new Error('a ` b ' + password + ' ` c')",
  ],
  [
    'the name of an error',
    '',
    "const password = 'hunter2-zebra'\nconst e = new Error('x'); e.name = password; throw e",
  ],
  [
    'in a promise that fails',
    '',
    "const password = 'hunter2-zebra'\nPromise.reject(new Error(password))",
  ],
  ['with chance in it', "env: { SMTP_PASSWORD: 'hunter2-zebra' + Math.random() }"],
  [
    'in an object that contains itself',
    'env',
    "const env: any = { SMTP_PASSWORD: 'hunter2-zebra' }; env.self = env",
  ],
  ['in an argument', "command: ['shop', '--password=hunter2-zebra', '--token', 'hunter2-zebra']"],
  ['below an unknown key', '', '', "vault: { smtp: { password: 'hunter2-zebra' } }"],
  ['in a list of secrets', '', '', "secrets: ['hunter2-zebra']"],
  ['given to secret()', "env: { SMTP_PASSWORD: (secret as any)('hunter2-zebra'), X: 1 }"],
  ['as the mark of a secret', "env: { SMTP_PASSWORD: { secret: 'hunter2-zebra' } }"],
  [
    'assigned later',
    'env, prot: 1',
    "const env: any = {}; env.SMTP_PASSWORD = 'hunter2-zebra'; env.PORT = '1'",
  ],
  [
    'assigned on a line that throws',
    'env',
    "const env: any = {}; env['SMTP_PASSWORD'] = 'hunter2-zebra'; throw new Error('x')",
  ],
  ['a fallback', "env: { SMTP_PASSWORD: process.env.NOPE ?? 'hunter2-zebra' }, prot: 1"],
  [
    "a parameter's default",
    'env: make(), prot: 1',
    "function make(password = 'hunter2-zebra') { return { SMTP_PASSWORD: password, 'b d': '1' } }",
  ],
  [
    'in an enum',
    'env: { SMTP_PASSWORD: E.password }, prot: 1',
    "enum E { password = 'hunter2-zebra' }; throw 1",
  ],
  [
    'taken out of an object',
    'env: { SMTP_PASSWORD: pw }',
    "const { pw } = { pw: 'hunter2-zebra' }; const bad = nope.x",
  ],
  [
    'taken out of an array',
    'env: { SMTP_PASSWORD: pw }, port: q',
    "const [pw, q] = ['hunter2-zebra', '80']",
  ],
  ['in a regular expression', 'env: { SMTP_PASSWORD: /hunter2-zebra/.source }, prot: 1'],
  ['decoded from a URL', "env: { SMTP_PASSWORD: decodeURIComponent('hunter2%2Dzebra') }, prot: 1"],
  ['in a URL', "env: { DATABASE_URL: 'postgres://app:hunter2-zebra@db:5432/shop' }"],
  [
    'put into a URL',
    'env: { DATABASE_URL: `postgres://app:${pw}@db/shop`, PORT: q }',
    "const pw = 'hunter2-zebra', q = '1'",
  ],
  ['with line ends of old', "env: {\r SMTP_PASSWORD: 'hunter2-zebra',\r PORT: '1' }"],

  ['a very long one', `env: { SMTP_PASSWORD: '${'hunter2-zebra'.repeat(300)}', PORT: '1' }`],
  [
    'far out on a line',
    `env: { PORT: '1', A: '${'x'.repeat(300)}', SMTP_PASSWORD: 'hunter2-zebra' }`,
  ],
  ['in a constant in camel case', '', "const stripeApiKey = 'hunter2-zebra'; nope()"],
  ['in a constant in snake case', '', "const db_pass = 'hunter2-zebra'; nope()"],
]

const key = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIE\n-----END PRIVATE KEY-----'
const stripe = 'sk_live_4eC39HqLyjWDarjtT1zdp7dc'
const github = 'ghp_16C7e42F292c6912E7710c838347Ae178B4a'
const env = "env: { SMTP_PASSWORD: 'hunter2-zebra', PORT: '1' }"
const secretModule = `export const ${env.replace(':', ' =')}`
const json = (variables: string): Files => ({
  'system.config.json': `{"app":{"name":"shop","artifact":{"file":"./shop"},"env":{${variables}}},"version":"v1","scaling":{"region":"ams3"}}`,
})
/** The smallest config with one of its texts replaced. */
const instead = (from: string, to: string, app = ''): Files => ({
  'system.config.ts': config(app).replace(from, to),
})

const others: readonly Leak[] = [
  ['in JSON', json('"SMTP_PASSWORD":"hunter2-zebra"'), ['hunter2']],
  [
    'twice in JSON',
    json('"SMTP_PASSWORD":"hunter2-zebra","SMTP_PASSWORD":"x","PORT":"1"'),
    ['hunter2'],
  ],
  ['beside a syntax error in JSON', json('"SMTP_PASSWORD":"hunter2-zebra",'), ['hunter2']],
  ['with an open quote in JSON', json('"SMTP_PASSWORD":"hunter2-zebra,"A":"1"'), ['hunter2']],
  ['with an escape in JSON', json('"SMTP_PASSWORD":"hunter2\\u002dzebra","PORT":"1"'), ['hunter2']],
  ['a number in JSON', json('"SMTP_PASSWORD":987654321'), ['987654321']],
  ['a number', ts('env: { SMTP_PASSWORD: 987654321 }'), ['987654321']],
  ['a BigInt', ts('env: { SMTP_PASSWORD: 987654321n }'), ['987654321']],
  ['digits', ts("env: { SMTP_PASSWORD: '1234567', PORT: '1' }"), ['1234567']],
  ['a short one', ts("env: { STRIPE_KEY: 'abcd' }, prot: 1"), ['abcd']],
  [
    'under a key that stands twice',
    ts("env: { SMTP_PASSWORD: 'hunter2-zebra', SMTP_PASSWORD: 'other-one' }"),
    ['hunter2', 'other'],
  ],
  [
    'in a condition',
    ts("env: { SMTP_PASSWORD: process.env.X ? 'other-one' : 'hunter2-zebra' }, prot: 1"),
    ['hunter2', 'other'],
  ],
  [
    'decoded from base64',
    ts('env: { SMTP_PASSWORD: x }, port: y', "const x = atob('aHVudGVyMi16ZWJyYQ=='), y = '80'"),
    ['hunter2', 'aHVudGVy'],
  ],
  [
    'a version as well',
    instead("'v1'", "'bad version!'", "env: { SMTP_PASSWORD: 'bad version!' }"),
    ['bad version!'],
  ],
  ['a region as well', instead("'ams3'", "'ams33'", "env: { SMTP_PASSWORD: 'ams33' }"), ['ams33']],

  ['imported', { ...ts('env', "import { env } from './e.ts'"), 'e.ts': secretModule }, ['hunter2']],
  [
    'imported by a path of tsconfig.json',
    {
      ...ts('env', "import { env } from '@/e'"),
      'e.ts': secretModule,
      'tsconfig.json': '{"compilerOptions":{"paths":{"@/*":["./*"]}}}',
    },
    ['hunter2'],
  ],
  [
    'imported from JSON',
    {
      ...ts('env', "import env from './e.json'"),
      'e.json': '{ "SMTP_PASSWORD": "hunter2-zebra", "PORT": "1" }',
    },
    ['hunter2'],
  ],
  [
    'imported under another name',
    {
      ...ts('env: { SMTP_PASSWORD: a, PORT: b }', "import { a, b } from './e.ts'"),
      'e.ts': "export const a = 'hunter2-zebra', b = '1'",
    },
    ['hunter2'],
  ],
  [
    'in a file that throws it',
    {
      ...ts('env: { SMTP_PASSWORD: a }', "import { a } from './e.ts'"),
      'e.ts': "export const a = 'hunter2-zebra'; throw new Error('no ' + a)",
    },
    ['hunter2'],
  ],
  [
    'in a file that is no JSON',
    {
      ...ts(
        '',
        "import { readFileSync } from 'node:fs'\nJSON.parse(readFileSync(`${import.meta.dirname}/vault`, 'utf8'))",
      ),
      vault: '{"a": hunter2-zebra}',
    },
    ['hunter2'],
  ],
  ['in JavaScript', { 'system.config.js': config(env) }, ['hunter2']],
  ['in an .mts file', { 'system.config.mts': config(env) }, ['hunter2']],
  ['behind a byte order mark', { 'system.config.ts': `\ufeff${config(env)}` }, ['hunter2']],
  [
    'with line ends of Windows',
    { 'system.config.ts': config(env).replaceAll('\n', '\r\n') },
    ['hunter2'],
  ],

  [
    "in the artifact's URL",
    instead("file: './shop'", "url: 'https://u:hunter2-zebra@example.com/ x'"),
    ['hunter2'],
  ],
  [
    "in the query of the artifact's URL",
    instead("file: './shop'", "url: 'https://example.com/x?token=hunter2-zebra'"),
    ['hunter2'],
  ],
  ['the name of a variable', ts(`env: { '${stripe}': '1' }`), [stripe, stripe.toUpperCase()]],
  ['a key', ts('', '', `${stripe}: '1'`), [stripe]],
  ['a key in quotes', ts('', '', `'${stripe}': '1'`), [stripe]],
  ['a region', instead('ams3', stripe), [stripe]],
  ['a name', instead("'shop'", `'${github}'`), [github]],
  ["the artifact's file", instead('./shop', `./${stripe}`), [stripe]],
  ['an engine', ts('', '', `database: { engine: '${github}' }`), [github]],
  ['an address range', ts('', '', `access: { sshFrom: ['${github}'] }`), [github]],
  [
    'an item that stands twice',
    ts('', '', `access: { sshKeys: ['${github}', '${github}'] }`),
    [github],
  ],
  [
    'the name of a class',
    ts(
      '',
      `class A {}; Object.defineProperty(A, 'name', { value: '${github}' })`,
      'image: new A()',
    ),
    [github],
  ],
  ['a token in a comment', ts(`prot: 1, // ${github}\n`), [github]],
  ['a private key as a region', instead("'ams3'", `\`${key}\``), ['MC4CAQ']],
  ['a private key under any name', ts(`env: { BLOB: \`\n${key}\` }, prot: 1`), ['MC4CAQ']],
  ['a private key in an open template', ts(`env: { BLOB: \`\n${key}`), ['MC4CAQ']],
  [
    'a private key in quotes on several lines',
    ts(`env: { JWT_PRIVATE_KEY: '${key}' }`),
    ['MC4CAQ'],
  ],
]

export const leaks: readonly Leak[] = [
  ...inTypeScript.map(
    ([where, ...parts]) => [where, ts(...parts), ['hunter2', 'zebra', 'retnuh']] as const,
  ),
  ...others,
]
