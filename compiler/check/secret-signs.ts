// What tells a secret from other texts: the form of a value, or the name that it stands under.
// Two degrees of suspicion: what is refused as a literal must be one, and what a report hides may be.

type Form = { pattern: RegExp; what: string }

/** The half of a pair that may be known, where its name says that it is only the id. */
export const awsKey = 'an AWS access key'

// Each pattern's first group, or else the whole match, is the secret itself.
/** Each starts where no letter or digit stands before it. */
const tokens: readonly [RegExp, string][] = [
  [/(?:AKIA|ASIA)[A-Z0-9]{16}(?![A-Za-z0-9])/, awsKey],
  [/do[opr]_v1_[a-f0-9]{32,}/, 'a DigitalOcean token'],
  [/gh[opsur]_[A-Za-z0-9]{36,}/, 'a GitHub token'],
  [/github_pat_\w{22,}/, 'a GitHub token'],
  [/glpat-[\w-]{20,}/, 'a GitLab token'],
  [/[sr]k_(?:live|test)_[A-Za-z0-9]{10,}/, 'a Stripe key'],
  [/whsec_[A-Za-z0-9+/=]{16,}/, 'the secret of a webhook'],
  [/xox[abeoprs]-[A-Za-z0-9-]{10,}/, 'a Slack token'],
  [/hooks\.slack\.com\/services\/([A-Z0-9/]{15,}\w+)/, "a Slack webhook's address"],
  [/npm_[A-Za-z0-9]{36}/, 'an npm token'],
  [/AIza[\w-]{35}/, 'a Google API key'],
  [/SG\.[\w-]{16,200}\.[\w-]{16,}/, 'a SendGrid key'],
  [/hf_[A-Za-z0-9]{30,}/, 'a Hugging Face token'],
  [/hv[bs]\.[\w-]{24,}/, 'a Vault token'],
  [/shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}/, 'a Shopify token'],
  [/sk-(?=[\w-]{0,99}\d)(?=[\w-]{0,99}[A-Z])[\w-]{32,}/, 'an API key'],
  [/eyJ[\w-]{10,2000}\.eyJ[\w-]{10,4000}\.[\w-]*/, 'a signed token (JWT)'],
  [/(?:Bearer|Basic) ([\w+/.~-]{16,}=*)/, 'credentials of HTTP'],
]

/** With words that such a secret can't be without. */
const others: readonly (Form & { needs: string })[] = [
  {
    needs: 'PRIVATE KEY',
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY(?: BLOCK)?-----.*/dgs,
    what: 'a private key',
  },
  { needs: 'AGE-SECRET-KEY-1', pattern: /AGE-SECRET-KEY-1[A-Z0-9]{40,}/dg, what: 'an age key' },
  {
    needs: '://',
    // No port and a path, and no placeholder.
    pattern:
      /:\/\/[^/\s:@]{0,200}:(?!\d{1,5}(?:[/?#]|$)|(?:<[^>@]{0,100}>|\$?\{[^}@]{0,100}\}|\$[A-Z_]+|\*+)@)(\S{1,500})@/dg,
    what: 'a URL with a password',
  },
  {
    needs: '=',
    pattern:
      /(?<![A-Za-z\d])(?:password|passwd|pwd|secret|(?:access_?)?token|api_?key|sig(?:nature)?|x-amz-(?:signature|security-token))=(?![<{$%*])([^\s;&]{4,})/dgi,
    what: 'a password or token',
  },
]

const tokenStarting = (source: string): string => `(?<![A-Za-z0-9])(?:${source})`

/** Where a secret stands in a text, and what it is. */
export type SecretForm = { what: string; start: number; end: number }

/** Whether one of the texts could hold a secret. To look at all of them at once takes less time than to
 * look at one after the other, and to look for all tokens at once less than for one after the other:
 * most texts have none. */
export function mayHoldForms(texts: readonly string[]): boolean {
  const text = texts.join('\n')
  anyToken ??= new RegExp(tokenStarting(tokens.map(([{ source }]) => source).join('|')))
  const holds = ({ needs, pattern }: { needs: string; pattern: RegExp }) =>
    text.includes(needs) && text.search(pattern) >= 0
  return anyToken.test(text) || others.some(holds)
}

let anyToken: RegExp | undefined
let forms: readonly Form[] | undefined

const allForms = (): readonly Form[] => [
  ...tokens.map(([{ source }, what]) => ({
    pattern: new RegExp(tokenStarting(source), 'dg'),
    what,
  })),
  ...others,
]

/** Every secret in a text that is known by its form; they may overlap. */
export function secretForms(text: string): SecretForm[] {
  if (!mayHoldForms([text])) return []
  forms ??= allForms()
  return forms.flatMap(({ pattern, what }) =>
    [...text.matchAll(pattern)].map(({ indices }) => {
      const [start, end] = indices?.[1] ?? indices?.[0] ?? [0, 0]
      return { what, start, end }
    }),
  )
}

export const secretMask = '<secret>'

/** The text with every secret taken out that is known by its form. */
export function withoutForms(text: string): string {
  return secretForms(text)
    .map(({ start, end }) => text.slice(start, end))
    .sort((a, b) => b.length - a.length)
    .reduce((masked, secret) => masked.replaceAll(secret, secretMask), text)
}

/** Whether a value under this name is a secret beyond reasonable doubt. */
export function isSecret(name: string, value: string): boolean {
  if (isHarmless(value) || isPublic(name)) return false
  const words = wordsOf(name)
  return namesSecret(words) || (likeKey.has(words.at(-1) ?? '') && isRandom(value))
}

/** Whether a value under this name had better not be seen. */
export function mayBeSecret(name: string, value: string): boolean {
  const words = wordsOf(name)
  if (isHarmless(value) || isPublic(name) || about.has(words.at(-1) ?? '')) return false
  // A `key` alone is any key.
  const isLikeKey = words.length > 1 && likeKey.has(words.at(-1) ?? '')
  return words.some((word) => strong.has(word)) || isLikeKey || isSecret(name, value)
}

const strong = wordSet(
  'PASSWORD PASSWD PASSPHRASE PASSCODE PASS PWD PW SECRET TOKEN CREDENTIAL APIKEY',
)
const likeKey = wordSet(
  'KEY AUTH AUTHORIZATION SALT PEPPER JWT BEARER SIGNATURE COOKIE DSN PIN OTP',
)
const ofKeys = wordSet(
  'API PRIVATE ACCESS SECRET SIGNING ENCRYPTION DECRYPTION MASTER AUTH STRIPE LICENSE ROLE',
)
/** What ends in one of these says something about a secret, and is none. */
const about = wordSet(
  'ID URL URI TTL LENGTH NAME FILE PATH TYPE HEADER PREFIX SECOND MINUTE HOUR DAY MS COUNT LIMIT SIZE ENABLED REQUIRED ALGORITHM ISSUER AUDIENCE REGION HOST PORT EXPIRY AGE POLICY ROTATION ARN REF',
)
/** Ends that say which one of several secrets it is. */
const which = wordSet(
  'PROD PRODUCTION STAGING DEV TEST OLD NEW CURRENT PREVIOUS NEXT PRIMARY SECONDARY BASE',
)

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(' '))
}

/** `stripeApiTokens2` → STRIPE, API, TOKEN. */
const wordsOf = (name: string): string[] =>
  name
    .replace(/([a-z\d])([A-Z])/g, '$1_$2')
    .toUpperCase()
    .split(/[^A-Z]+/)
    .map((word) => word.replace(/(?<=[^SY])S$/, ''))
    .filter((word) => word !== '')

function namesSecret(words: readonly string[]): boolean {
  const [last = '', before = ''] = [...words].reverse()
  if (which.has(last)) return namesSecret(words.slice(0, -1))
  // A shell's working directory.
  if (last === 'PWD') return before !== ''
  return strong.has(last) || (/^KEYS?$/.test(last) && ofKeys.has(before))
}

const isPublic = (name: string): boolean =>
  wordsOf(name).some((word) => word === 'PUBLIC' || word === 'PUBLISHABLE' || word === 'SITE')

/** Nothing, a switch, a number, an address, a file that holds the secret, a publishable key. */
const isHarmless = (value: string): boolean =>
  /^(|true|false|yes|no|on|off|none|null|auto|default|enabled|disabled|required|optional|\d{1,6}|\/(run|etc|var|opt|srv|home|usr|tmp|mnt|dev|proc|app|data)\/[\w./-]+|https?:\/\/[\w.-]+(:\d+)?(\/[\w.~/-]*)?|arn:[\w:/.-]+|pk_(live|test)_\w+)$/.test(
    value.toLowerCase(),
  )

/** A text that nobody has thought of: its letters, capitals and digits change too often. */
function isRandom(value: string): boolean {
  if (/^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/.test(value.toLowerCase())) return true
  return value.split(/[^A-Za-z\d]+/).some((part) => {
    const changes = part.match(/[a-z](?=[A-Z\d])|[A-Z](?=[a-z\d])|\d(?=[A-Za-z])/g)?.length ?? 0
    return part.length >= 16 && changes / part.length > 0.3
  })
}
