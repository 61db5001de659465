// A machine's root folder -> the service units that multi-user.target pulls in there, as enabling
// linked them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { inRoot } from './in-root.ts'
import { specifiersOf } from './specifiers.ts'
import { readUnit, type Unit } from './unit.ts'

const targets = ['multi-user.target', 'default.target', 'graphical.target', 'network-online.target']
const system = '/etc/systemd/system'

export function enabledUnits(root: string, hostname: string): Unit[] {
  const names = targets
    .flatMap((target) => [`${target}.wants`, `${target}.requires`])
    .flatMap((folder) => namesIn(join(root, system, folder)))
  return [...new Set(names)].flatMap((name) => {
    const file = inRoot(root, `${system}/${name}`)
    if (!existsSync(file)) return []
    const specifiers = specifiersOf(name, hostname, (path) => inRoot(root, path))
    return [readUnit(name, readFileSync(file, 'utf8'), specifiers)]
  })
}

const namesIn = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.service')) : []
