// systemd refuses a unit, or a whole environment file, over one character that is none: NUL, half a
// surrogate pair, or one of Unicode's noncharacters. So we refuse it first.
import { type ConfigPath, pathText } from '../model/config-path.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'

/** As nearly every text is: for properties of Unicode, a pattern needs tables that take long to load. */
const isUsual = (text: string): boolean => /^[\t\n\r -\ud7ff]*$/.test(text)

const unusable = (text: string): string | undefined =>
  text.match(/\0|\p{Surrogate}|\p{Noncharacter_Code_Point}/u)?.[0]

export function controlCharacter(
  text: string,
  path: ConfigPath,
  details: { hidesValue?: boolean; help?: string; reader?: string } = {},
): Diagnostic[] {
  const { reader = 'systemd does not pass on', ...rest } = details
  const found = isUsual(text) ? undefined : unusable(text)?.codePointAt(0)
  if (found === undefined) return []
  const name = `the character U+${found.toString(16).toUpperCase().padStart(4, '0')}`
  return [
    error('control-character', path, `\`${pathText(path)}\` contains ${name}, which ${reader}`, {
      label: `contains ${name}`,
      help: 'encode the value, with base64 for example, and decode it in the app',
      ...rest,
    }),
  ]
}
