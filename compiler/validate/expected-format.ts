// What a text with a pattern in the schema has to look like, in words.
import { type ConfigPath, pathText } from '../model/config-path.ts'

export type Format = {
  what: string
  help: string
  /** The rule, short enough to stand below a line. */
  rule: string
  /** What a text was probably meant to be. */
  mend?: (text: string) => string
}

const hyphenated = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .trim()
    .replace(/[^A-Za-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

const formats: Record<string, Format> = {
  'app.name': {
    what: "an app's name",
    rule: 'only lower-case letters, digits and hyphens',
    help: 'use lower-case letters, digits and hyphens; start with a letter, end with no hyphen',
    mend: (text) => hyphenated(text).toLowerCase(),
  },
  'app.artifact.sha256': {
    what: 'a SHA-256 sum',
    rule: 'must be 64 hexadecimal digits',
    help: 'use the 64 hexadecimal digits that `sha256sum FILE` prints',
    mend: (text) => text.trim().replace(/^sha256:|\s.*$/gs, ''),
  },
  'app.packages[]': {
    what: "a Debian package's name",
    rule: 'only lower-case letters, digits and `+-.`',
    help: 'use `name` or `name=version`, as `apt install` takes it',
    mend: (text) => text.trim().toLowerCase(),
  },
  'app.health.path': {
    what: 'a path',
    rule: 'must start with `/`, without spaces',
    help: 'start with `/`; use letters, digits, `.`, `_`, `~`, `-` and `/`, and a query if needed',
    mend: (text) => `/${text}`,
  },
  version: {
    what: 'a version that can be part of an image name',
    rule: 'only letters, digits and `._+-`',
    help: 'use letters, digits, `.`, `_`, `+` and `-`; start and end with a letter or a digit',
    mend: (text) => text.trim().replace(/[^A-Za-z0-9._+-]+/g, '-'),
  },
}

export function expectedFormat(path: ConfigPath): Format {
  const key = pathText(path).replace(/\[\d+\]/g, '[]')
  return (
    formats[key] ?? {
      what: 'in the right form',
      rule: 'not in the right form',
      help: 'see the description of this key',
    }
  )
}
