// A template that was compiled ahead → a function from its values to text. Unknown names are errors.

/** A value by the names that lead to it. */
type Lookup<Result> = (around: unknown, ...names: string[]) => Result

type Tools = {
  value: Lookup<string>
  /** As in Handlebars, an empty list holds as little as nothing. */
  holds: Lookup<boolean>
  list: (text: (item: unknown) => string, ...path: Parameters<Lookup<string>>) => string
}

export type Template = (tools: Tools, values: object) => string

export const template =
  (filled: Template) =>
  (values: object): string =>
    filled(tools, values)

const tools: Tools = {
  value(...path) {
    const found = look(...path)
    return found === undefined || found === null ? '' : String(found)
  },
  holds(...path) {
    const found = look(...path)
    return Array.isArray(found) ? found.length > 0 : Boolean(found)
  },
  list(text, ...path) {
    return (look(...path) as unknown[]).map(text).join('')
  },
}

function look(around: unknown, ...names: string[]): unknown {
  return names.reduce((found, name) => {
    if (typeof found === 'object' && found !== null && Object.hasOwn(found, name)) {
      return (found as Record<string, unknown>)[name]
    }
    throw new Error(`a template asks for \`${name}\`, which it was not given`)
  }, around)
}
