// systemd drops an environment variable, or a whole unit, over a control character. So we refuse it.
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const control = /[\u0000-\u0008\u000b-\u001f\u007f]/
const loneSurrogate = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/

export function controlCharacter(
  text: string,
  path: ConfigPath,
  details: { hidesValue?: boolean } = {},
): Diagnostic[] {
  const found = text.match(control)?.[0] ?? text.match(loneSurrogate)?.[0]
  if (found === undefined) return []
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')
  const name = found === '\r' ? 'a carriage return' : `the character U+${code}`
  return [
    error(
      'control-character',
      path,
      `\`${path[path.length - 1]}\` contains ${name}, which systemd does not pass on`,
      {
        label: `contains ${name}`,
        help:
          found === '\r'
            ? 'end lines with `\\n` alone'
            : 'encode the value, with base64 for example, and decode it in the app',
        ...details,
      },
    ),
  ]
}
