// The same as `findConfig`, with all that there is to say when there is no config.
import { type Stats, statSync } from 'node:fs'
import { basename, dirname, extname, join, relative, resolve } from 'node:path'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import { nearest } from '../report/nearest.ts'
import { quoted, shown } from '../report/quoted.ts'
import { configsIn, extensions, filesIn, stem } from './find-config.ts'
import { readFailure } from './read-failure.ts'

/** A path is a string; anything else is the diagnostics. */
export function searchConfig(folder: string, given: string | undefined): string | Diagnostic[] {
  return given === undefined ? searchFolder(folder) : checkConfig(resolve(folder, given), given)
}

function searchFolder(folder: string): string | Diagnostic[] {
  const found = configsIn(folder)
  const [only] = found
  if (only === undefined) {
    return [
      error('config-not-found', [], `there is no \`${stem}.ts\` in this folder`, {
        help: searchHelp(folder),
      }),
    ]
  }
  if (found.length > 1) {
    return [
      error('config-ambiguous', [], `this folder has several configs: ${quoted(found, 'and')}`, {
        help: 'keep one of them, or name the one you mean with `--config FILE`',
      }),
    ]
  }
  return checkConfig(resolve(folder, only), only)
}

function searchHelp(folder: string): string {
  const misspelt = nearest(`${stem}.ts`, filesIn(folder))
  if (misspelt !== undefined) return `did you mean ${shown(misspelt)}?`
  const above = parentsOf(folder).find((parent) => configsIn(parent).length > 0)
  if (above === undefined)
    return 'write one with `immuc init`, or name another file with `--config FILE`'
  return `there is one in ${shown(relative(folder, above))}: change into that folder`
}

function parentsOf(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...parentsOf(parent)]
}

function checkConfig(path: string, given: string): string | Diagnostic[] {
  const stats = statsOf(path)
  if (typeof stats === 'string') return [notFound(path, given, stats)]
  if (stats.isDirectory()) return [isFolder(path, given)]
  if (!stats.isFile()) {
    return [error('config-unreadable', [], `the config ${shown(given)} is no regular file`)]
  }
  if (extensions.includes(extname(path))) return path
  return [
    error('config-extension', [], `${shown(given)} is no kind of config that immuc reads`, {
      help: `write it as TypeScript, JavaScript or JSON, in a file that ends in ${quoted(extensions)}`,
    }),
  ]
}

/** A text is the code of the system's error. */
function statsOf(path: string): Stats | string {
  try {
    return statSync(path)
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code ?? ''
  }
}

function notFound(path: string, given: string, code: string): Diagnostic {
  if (code !== 'ENOENT') {
    const why = readFailure({ code })
    return error('config-unreadable', [], `the config ${shown(given)} can't be read: ${why}`)
  }
  const near = nearest(basename(path), filesIn(dirname(path)))
  const help = near && `did you mean ${shown(join(dirname(given), near))}?`
  return error('config-not-found', [], `the config ${shown(given)} does not exist`, {
    ...(help && { help }),
  })
}

function isFolder(path: string, given: string): Diagnostic {
  const [inside] = configsIn(path)
  return error('config-not-found', [], `the config ${shown(given)} is a folder`, {
    help: inside ? `did you mean ${shown(join(given, inside))}?` : 'name the file itself',
  })
}
