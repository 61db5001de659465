// A diagnostic's words → the same without secrets, on one line. What is quoted from a config stands in backticks;
// nothing else is touched, for a secret may be a word of our own.
import { secretMask, withoutForms } from '../check/secret-signs.ts'
import { pathText } from '../model/config-path.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import { isPiece, occurrences, type SecretSet } from './secret-set.ts'

export function redact(diagnostic: Diagnostic, secrets: SecretSet): Diagnostic {
  const { message, label, help, cause, related, path } = diagnostic
  const mend = (text: string) =>
    text
      .replace(/`([^`]*)`/g, (_, quoted) => `\`${redactQuoted(quoted, diagnostic, secrets)}\``)
      .replaceAll('\n', '\\n')
  return {
    ...diagnostic,
    message: mend(message),
    ...(label !== undefined && { label: mend(label) }),
    ...(help !== undefined && { help: mend(help) }),
    ...(cause !== undefined && { cause: mend(cause) }),
    ...(related && { related: related.map((one) => ({ ...one, label: mend(one.label) })) }),
    path: path.map((step) => (typeof step === 'string' ? withoutForms(step) : step)),
  }
}

function redactQuoted(quoted: string, { code, path }: Diagnostic, secrets: SecretSet): string {
  // A key's name is no value, even where it reads like one.
  if (path.includes(quoted) || quoted === pathText(path)) return withoutForms(quoted)
  // A parser tells what it stumbled over, which may be the rest of a secret.
  if (code === 'syntax-error' && /\w/.test(quoted) && isPiece(quoted, secrets, 2)) return secretMask
  const masked = occurrences(quoted, secrets).reduce(
    (rest, secret) => rest.replaceAll(secret, secretMask),
    quoted,
  )
  return withoutForms(masked)
}
