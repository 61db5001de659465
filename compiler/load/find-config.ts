// The name given, or none → the absolute path of the one config file, or why there is none.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, extname, resolve } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'

const stem = 'system.config'
const extensions = ['.ts', '.mts', '.js', '.mjs', '.json']

/** A path is a string; anything else is the diagnostics. */
export function findConfig(folder: string, given: string | undefined): string | Diagnostic[] {
  return given === undefined ? searchConfig(folder) : checkConfig(resolve(folder, given), given)
}

function searchConfig(folder: string): string | Diagnostic[] {
  const found = extensions.map((extension) => stem + extension).filter(existsIn(folder))
  const [only] = found
  if (only === undefined) {
    return [
      error('config-not-found', [], `there is no \`${stem}.ts\` in this folder`, {
        help: 'write one, or name another file with `--config FILE`',
      }),
    ]
  }
  if (found.length > 1) {
    return [
      error('config-ambiguous', [], `this folder has several configs: ${quoted(found)}`, {
        help: 'keep one of them, or name the one you mean with `--config FILE`',
      }),
    ]
  }
  return resolve(folder, only)
}

function checkConfig(path: string, given: string): string | Diagnostic[] {
  if (!existsSync(path)) {
    const near = nearest(basename(path), filesIn(dirname(path)))
    return [
      error('config-not-found', [], `the config \`${given}\` does not exist`, {
        ...(near !== undefined && { help: `did you mean \`${near}\`?` }),
      }),
    ]
  }
  if (!statSync(path).isFile()) {
    return [
      error('config-not-found', [], `the config \`${given}\` is not a file`, {
        help: `name the file itself, such as \`--config ${given.replace(/\/+$/, '')}/${stem}.ts\``,
      }),
    ]
  }
  if (!extensions.includes(extname(path))) {
    return [
      error('config-extension', [], `\`${given}\` is no kind of config that immuc reads`, {
        help: `give it one of the endings ${quoted(extensions)}`,
      }),
    ]
  }
  return path
}

const existsIn = (folder: string) => (name: string) => existsSync(resolve(folder, name))

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}

const quoted = (names: readonly string[]) => names.map((name) => `\`${name}\``).join(', ')
