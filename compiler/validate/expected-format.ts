// What a text with a pattern in the schema has to look like, in words.
import { type ConfigPath, pathText } from '../model/config-path.ts'

export type Format = { what: string; help: string }

const formats: Record<string, Format> = {
  'app.name': {
    what: "an app's name",
    help: 'use lower-case letters, digits and hyphens; start with a letter, end with no hyphen',
  },
  'app.artifact.sha256': {
    what: 'a SHA-256 sum',
    help: 'use the 64 hexadecimal digits that `sha256sum FILE` prints',
  },
  'app.packages[]': {
    what: "a Debian package's name",
    help: 'use `name` or `name=version`, as `apt install` takes it',
  },
  'app.health.path': {
    what: 'a path',
    help: 'start with `/`; use letters, digits, `.`, `_`, `~`, `-` and `/`, and a query if needed',
  },
  version: {
    what: 'a version that can be part of an image name',
    help: 'use letters, digits, `.`, `_`, `+` and `-`; start and end with a letter or a digit',
  },
}

export function expectedFormat(path: ConfigPath): Format {
  const key = pathText(path).replace(/\[\d+\]/g, '[]')
  return formats[key] ?? { what: 'in the right form', help: 'see the description of this key' }
}
