// A diagnostic → a workflow command of GitHub Actions, which shows it beside the line of a pull
// request. Files are named as the repository has them.
import type { Diagnostic } from '../compiler/model/diagnostic.ts'
import { printable } from '../compiler/report/quoted.ts'
import { shownFile } from '../compiler/report/shown-file.ts'

export function annotation(
  { severity, code, message, path, span, help }: Diagnostic,
  configPath: string | undefined,
  folder: string,
): string {
  const file = span?.file ?? (path.length > 0 ? configPath : undefined)
  const properties = {
    ...(file !== undefined && { file: shownFile(file, folder) }),
    ...(span && { line: span.line, col: span.column, endColumn: span.column + span.length }),
    title: code,
  }
  const named = Object.entries(properties).map(([name, value]) => `${name}=${property(value)}`)
  const words = [message, ...(help === undefined ? [] : [help]), `immuc explain ${code}`]
  return `::${severity} ${named.join(',')}::${data(words.map(printable).join('\n'))}`
}

const data = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** A colon or a comma would end it. */
const property = (value: string | number): string =>
  data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C')
