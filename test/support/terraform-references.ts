// A set of *.tf.json files → every reference in them that leads nowhere.
import { expressionsIn } from './hcl-template.ts'

type Block = Record<string, unknown>

/** Addresses that a module declares, such as `var.size`, `local.zone`, `digitalocean_vpc.shop`. */
function declared(files: readonly Block[]): Set<string> {
  const names = (kind: string) =>
    files.flatMap((file) => Object.keys((file[kind] ?? {}) as Block).filter((key) => key !== '//'))
  const typed = (kind: string) =>
    files.flatMap((file) =>
      Object.entries((file[kind] ?? {}) as Block).flatMap(([type, blocks]) =>
        Object.keys(blocks as Block).map((name) => `${type}.${name}`),
      ),
    )
  return new Set([
    ...names('variable').map((name) => `var.${name}`),
    ...names('locals').map((name) => `local.${name}`),
    ...typed('resource'),
    ...typed('data').map((address) => `data.${address}`),
  ])
}

/** What an expression may name that no file declares. */
const ambient =
  /^(each\.(key|value)|self\.\w+|path\.(module|root)|terraform\.workspace|count\.index)/

export function danglingReferences(files: readonly Block[]): string[] {
  const known = declared(files)
  return files.flatMap((file) => referencesIn(file)).filter((address) => !known.has(address))
}

function referencesIn(value: unknown, key = ''): string[] {
  if (typeof value === 'string') {
    if (key === '//') return []
    return key === 'depends_on' ? [value] : expressionsIn(value).flatMap(({ code }) => roots(code))
  }
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, nested]) =>
    referencesIn(nested, Array.isArray(value) ? key : name),
  )
}

/** `local.slots` of `[for slot in local.slots : slot.id]`. */
function roots(code: string): string[] {
  const own = [...code.matchAll(/\bfor\s+([\w-]+)(?:\s*,\s*([\w-]+))?\s+in\b/g)].flatMap(
    ([, first, second]) => [first, second],
  )
  return [...code.matchAll(/(?<![\w.\-\]])([A-Za-z_][\w-]*)\.([\w-]+)(?:\.([\w-]+))?/g)]
    .filter(([path, root]) => !ambient.test(path) && !own.includes(root) && root !== 'inbound_rule')
    .map(([, root = '', second, third]) => {
      if (root === 'data') return `data.${second}.${third}`
      return `${root}.${second}`
    })
}
