// Which names and values are secrets, which may be, and which part of a text is one.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { isSecret, mayBeSecret, secretForms, withoutForms } from '../compiler/check/secret-signs.ts'

const test = suite('secret signs')

const someValue = 'correct horse battery'
const random = 'f3Kq9ZxT27LmWp4R8sVb'

type Named = readonly [name: string, value: string, verdict: 'secret' | 'hidden' | 'shown']

const names: readonly Named[] = [
  ...[
    'PASSWORD',
    'DB_PASS',
    'db_password',
    'dbPassword',
    'MYSQL_PWD',
    'SMTP_PASSWD',
    'KEY_PASSPHRASE',
    'SECRET',
    'CLIENT_SECRET',
    'JWT_SECRET',
    'TOKEN',
    'AUTH_TOKEN',
    'GITHUB_TOKEN_2',
    'TOKEN_PROD',
    'API_KEY',
    'apiKey',
    'APIKEY',
    'STRIPE_KEY',
    'AWS_SECRET_ACCESS_KEY',
    'PRIVATE_KEY',
    'SECRET_KEY_BASE',
    'SIGNING_KEY',
    'GOOGLE_CREDENTIALS',
    'API_KEYS',
  ].map((name) => [name, someValue, 'secret'] as const),
  ...['APP_KEY', 'SESSION_KEY', 'HASH_SALT', 'REDIS_AUTH'].flatMap(
    (name) =>
      [
        [name, random, 'secret'],
        [name, 'users-v2', 'hidden'],
      ] as const,
  ),
  ...[
    'PUBLIC_KEY',
    'STRIPE_PUBLISHABLE_KEY',
    'NEXT_PUBLIC_API_KEY',
    'RECAPTCHA_SITE_KEY',
    'KEY_ID',
    'AWS_ACCESS_KEY_ID',
    'TOKEN_TTL',
    'TOKEN_URL',
    'AUTH_TOKEN_URL',
    'PASSWORD_MIN_LENGTH',
    'SECRET_NAME',
    'PASSWORD_FILE',
    'KEY_PATH',
    'TOKEN_ISSUER',
    'LOG_LEVEL',
    'KEYBOARD',
    'MONKEY',
    'PWD',
    'PASSENGERS',
    'COMPASS',
    'TOKENIZER',
    'sshKeys',
    'HOTKEYS',
    'DATABASE_URL',
  ].map((name) => [name, random, name === 'PWD' ? 'hidden' : 'shown'] as const),
  ...[
    '',
    'true',
    'off',
    'none',
    '4096',
    '/run/secrets/token',
    'https://id.example.com/token',
    'arn:aws:secretsmanager:eu-central-1:1234:secret:shop',
    'pk_live_51H',
  ].map((value) => ['TOKEN', value, 'shown'] as const),
  ['KEY', random, 'secret'],
  ['KEY', 'users', 'shown'],
  ['TOKEN', '1234567', 'secret'],
  ['SESSION_KEY', '550e8400-e29b-41d4-a716-446655440000', 'secret'],
  ['CACHE_KEY', 'userSessionsV2cache2024', 'hidden'],
  ['COMMIT', '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b', 'shown'],
]

for (const [name, value, verdict] of names) {
  test(`${name}: '${value}' is ${verdict}`, () => {
    assert.is(isSecret(name, value), verdict === 'secret')
    assert.is(isSecret(name, value) || mayBeSecret(name, value), verdict !== 'shown')
  })
}

const forms: readonly [text: string, masked: string][] = [
  ['-----BEGIN RSA PRIVATE KEY-----\nMC4C\n-----END', '<secret>'],
  ['-----BEGIN PUBLIC KEY-----\nMC4C\n-----END', '-----BEGIN PUBLIC KEY-----\nMC4C\n-----END'],
  ['AKIAIOSFODNN7EXAMPLE', '<secret>'],
  [`dop_v1_${'0a'.repeat(32)}`, '<secret>'],
  ['ghp_16C7e42F292c6912E7710c838347Ae178B4a', '<secret>'],
  ['sk_live_4eC39HqLyjWDarjtT1zdp7dc', '<secret>'],
  ['pk_live_4eC39HqLyjWDarjtT1zdp7dc', 'pk_live_4eC39HqLyjWDarjtT1zdp7dc'],
  ['task_live_4eC39HqLyjWDarjtT1zdp7dc', 'task_live_4eC39HqLyjWDarjtT1zdp7dc'],
  [
    'https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXX',
    'https://hooks.slack.com/services/<secret>',
  ],
  ['eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.sig-na_ture', '<secret>'],
  ['Bearer 0123456789abcdef', 'Bearer <secret>'],
  ['the bearer of bad news', 'the bearer of bad news'],
  ['postgres://shop:hunter2@db:5432/shop', 'postgres://shop:<secret>@db:5432/shop'],
  ['redis://:hunter2@cache', 'redis://:<secret>@cache'],
  ['postgres://shop:p:a@s@db', 'postgres://shop:<secret>@db'],
  ['postgres://shop@db/shop', 'postgres://shop@db/shop'],
  ['http://localhost:3000/@scope/name', 'http://localhost:3000/@scope/name'],
  ['http://localhost:3000?to=@scope', 'http://localhost:3000?to=@scope'],
  ['postgres://shop:${DB_PASSWORD}@db', 'postgres://shop:${DB_PASSWORD}@db'],
  ['postgres://shop:<password>@db', 'postgres://shop:<password>@db'],
  ['host=db password=hunter2 user=shop', 'host=db password=<secret> user=shop'],
  ['https://example.com/f?token=hunter22&a=1', 'https://example.com/f?token=<secret>&a=1'],
  ['https://example.com/f?token={token}', 'https://example.com/f?token={token}'],
  ['bypassword=hunter2', 'bypassword=hunter2'],
  ['sk-learn-models-of-the-year-two-thousand', 'sk-learn-models-of-the-year-two-thousand'],
]

for (const [text, masked] of forms) {
  test(`${text.slice(0, 50)} → ${masked.slice(0, 50)}`, () => {
    assert.is(withoutForms(text), masked)
    assert.is(secretForms(text).length > 0, masked.includes('<secret>') && !text.includes('<'))
  })
}

test.run()
