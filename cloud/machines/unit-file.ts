// The text of a unit file -> its assignments in order, each with its section. Comments, blank lines
// and continuation follow systemd.syntax(7); what is no assignment is passed over, as systemd does.

export type Assignment = { section: string; key: string; value: string }

export function parseUnitFile(text: string): Assignment[] {
  const found: Assignment[] = []
  let section = ''
  for (const line of logicalLines(text)) {
    const header = line.match(/^\[(.*)\]$/s)
    const sign = line.indexOf('=')
    if (header) section = header[1] ?? ''
    else if (sign > 0) {
      found.push({
        section,
        key: trimmed(line.slice(0, sign)),
        value: trimmed(line.slice(sign + 1)),
      })
    }
  }
  return found
}

const trimmed = (text: string): string => text.replace(/^[ \t\r]+|[ \t\r]+$/g, '')

/** A comment inside a continued line is left out and does not end it. */
function logicalLines(text: string): string[] {
  const lines: string[] = []
  let open: string | undefined
  for (const written of text.replace(/^\uFEFF/, '').split('\n')) {
    const line = written.replace(/^[ \t\r]+/, '')
    if (/^[#;]/.test(line)) continue
    const joined = (open ?? '') + line
    if (isContinued(joined)) open = `${joined.slice(0, -1)} `
    else {
      lines.push(trimmed(joined))
      open = undefined
    }
  }
  return open === undefined ? lines : [...lines, trimmed(open)]
}

/** Two backslashes at the end are an escaped one. */
const isContinued = (line: string): boolean => (line.match(/\\+$/)?.[0].length ?? 0) % 2 === 1
