// What a build has read → every file that the next one could read otherwise, whether it is there or
// not: the config, what it imports, the artifact, what tells esbuild where imports lead, and files that
// the config names in a text, since it may read them itself.
import { statSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { configNames } from '../../compiler/load/find-config.ts'
import type { Loaded } from '../../compiler/load/load.ts'
import { readOptional } from '../read-optional.ts'

export function watchedFiles(
  folder: string,
  config: string | undefined,
  loaded: Loaded | undefined,
): string[] {
  const configs = config === undefined ? configNames : [config]
  const inputs = loaded?.inputs ?? []
  const own = inputs.filter((file) => !/[\\/]node_modules[\\/]/.test(file))
  const around = new Set(own.flatMap((file) => foldersAbove(dirname(file), folder)))
  const settings = [...around].flatMap((place) => [
    join(place, 'package.json'),
    ...tsconfigs(join(place, 'tsconfig.json')),
  ])
  const named = [...(loaded?.sources ?? [])].flatMap(([file, { text }]) =>
    own.includes(file) ? namedIn(text, [folder, dirname(file)]) : [],
  )
  const files = [...configs.map((name) => resolve(folder, name)), ...inputs, ...settings, ...named]
  return [...new Set(files)]
}

/** To watch one too many costs a build that changes nothing. */
function namedIn(text: string, folders: readonly string[]): string[] {
  const texts = [...text.matchAll(/'([^'\n]{1,200})'|"([^"\n]{1,200})"|`([^`\n$]{1,200})`/g)]
  const names = new Set(texts.map(([, one, two, three]) => one ?? two ?? three ?? ''))
  return [...names].flatMap((name) =>
    folders
      .map((folder) => resolve(folder, name))
      .filter((path) => mayBeFile(path, /^\.{1,2}\//.test(name))),
  )
}

/** `isAwaited`: it counts also if it is not there yet. */
function mayBeFile(path: string, isAwaited: boolean): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false })?.isFile() ?? isAwaited
  } catch {
    return false
  }
}

/** Up to the folder that the command was started in, or to the top from outside of it. */
function foldersAbove(place: string, end: string): string[] {
  const parent = dirname(place)
  return place === end || parent === place ? [place] : [place, ...foldersAbove(parent, end)]
}

/** With those that it extends. */
function tsconfigs(file: string, seen: readonly string[] = []): string[] {
  if (seen.includes(file)) return []
  const { text = '' } = readOptional(file)
  const bases = [...text.matchAll(/"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/g)]
    .flatMap(([, value = '']) => [...value.matchAll(/"(\.{1,2}\/[^"]+)"/g)])
    .map(([, name = '']) => resolve(dirname(file), /\.json$/.test(name) ? name : `${name}.json`))
  return [file, ...bases.flatMap((base) => tsconfigs(base, [...seen, file]))]
}
