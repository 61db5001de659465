// One fault or warning as data. It becomes prose in one place, `compiler/report/`.
import type { ConfigPath } from './config-path.ts'
import type { DiagnosticCode } from './diagnostic-code.ts'

export type Severity = 'error' | 'warning'

/** A place in a source file. Lines and columns count from 1, columns in UTF-16 units. */
export type Span = { file: string; line: number; column: number; length: number }

/** Another place that takes part in a fault, such as the first of two that clash. */
export type Related = {
  /** Of the config key that is written there, where `span` does not say the place. */
  path?: ConfigPath
  pointsAtKey?: boolean
  span?: Span
  /** What stands below the line. */
  label: string
}

export type Diagnostic = {
  severity: Severity
  code: DiagnosticCode
  /** One line that stands alone: it names the subject and the value seen. */
  message: string
  /** The config key at fault; empty for the config as a whole. */
  path: ConfigPath
  /** Underlines the key rather than its value. */
  pointsAtKey?: boolean
  /** Where to point if the key at `path` is not written in the config. */
  orAt?: ConfigPath
  /** A place that is known without the config path, such as a syntax error's. */
  span?: Span
  /** What stands behind the caret. */
  label?: string
  /** The way out, imperative; only where it is sure. */
  help?: string
  /** The way out in a JSON config, where it is written otherwise there. */
  helpInJson?: string
  /** What led to it, in words that are not ours. */
  cause?: string
  related?: readonly Related[]
  /** The value at `path` is a secret: no report may show it. */
  hidesValue?: boolean
}

type Details = Omit<Diagnostic, 'severity' | 'code' | 'message' | 'path'>

export const error = (
  code: DiagnosticCode,
  path: ConfigPath,
  message: string,
  details: Details = {},
): Diagnostic => ({ severity: 'error', code, message, path, ...details })

export const warning = (
  code: DiagnosticCode,
  path: ConfigPath,
  message: string,
  details: Details = {},
): Diagnostic => ({ severity: 'warning', code, message, path, ...details })

/**
 * What a phase found, and of the next one's what is not about the same values again. What is wrong
 * below a key that does not exist is no story of its own.
 */
export function followedBy(
  first: readonly Diagnostic[],
  next: readonly Diagnostic[],
): Diagnostic[] {
  const isWithin = (path: ConfigPath, around: ConfigPath) =>
    around.every((step, index) => step === path[index])
  const causes = first.filter(({ severity }) => severity === 'error')
  const isEcho = ({ path }: Diagnostic) => causes.some((cause) => isWithin(path, cause.path))
  const unknown = next.filter(({ code }) => code === 'unknown-key')
  const isBelowUnknown = ({ path }: Diagnostic) => unknown.some((key) => isWithin(path, key.path))
  return [
    ...first.filter((diagnostic) => !isBelowUnknown(diagnostic)),
    ...next.filter((diagnostic) => !isEcho(diagnostic)),
  ]
}

export const hasErrors = (diagnostics: readonly Diagnostic[]): boolean =>
  diagnostics.some((diagnostic) => diagnostic.severity === 'error')
