// A TOML file → the strings in it, by `table.key`. It reads what manifests write on one line and
// leaves out the rest; a manifest that it misreads costs a question, nothing more.

export function tomlStrings(text: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  let table = ''
  for (const line of text.split(/\r?\n/)) {
    const header = line.match(/^\s*\[([^[\]]+)\]\s*(#.*)?$/)?.[1]
    if (header !== undefined) table = header.replace(/[\s"']/g, '')
    else if (/^\s*\[\[/.test(line)) table = ''
    const [, key, basic, literal] =
      line.match(/^\s*([\w.-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|'([^']*)')\s*(?:#.*)?$/) ?? []
    if (key !== undefined && table !== '') found.set(`${table}.${key}`, basic ?? literal ?? '')
  }
  return found
}
