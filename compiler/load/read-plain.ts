// A config file that only writes data down → its data, without esbuild, which takes longer than all the
// rest of a build. Undefined where esbuild would be needed, or could have something to say.
import { readFileSync, realpathSync, statSync } from 'node:fs'
import { basename, dirname, extname } from 'node:path'
import { isPlain, plainText } from './inputs.ts'
import type { QuickConfig } from './load.ts'
import { plainData } from './plain-data.ts'
import type { Seen } from './seen.ts'
import { settingsAbove } from './settings.ts'
import { sourceOf } from './sources.ts'

export function readPlain(configPath: string, seen?: Seen): QuickConfig | undefined {
  try {
    const text = seen?.get(configPath) ?? straightText(configPath)
    if (text === undefined || !isPlain(text)) return undefined
    const data = plainData(text, extname(configPath).endsWith('ts'))
    const settings = settingsAbove(dirname(configPath)).filter((path) => seen?.get(path) !== null)
    if (data === undefined || !settings.every(isFine)) return undefined
    const inputs = { [basename(configPath)]: { bytes: text.length, imports: [] } }
    return {
      data,
      sources: new Map([[configPath, sourceOf(text)]]),
      inputs: [configPath],
      diagnostics: [],
      made: { code: '', inputs, readsEnvironment: false },
    }
  } catch {
    return undefined
  }
}

/** esbuild looks for settings where a link leads to. */
const straightText = (path: string): string | undefined =>
  realpathSync.native(path) === path ? plainText(path) : undefined

/** esbuild refuses to read a config beside or below one of them that it can't parse. */
function isFine(path: string): boolean {
  if (statSync(path, { throwIfNoEntry: false }) === undefined) return true
  const text = readFileSync(path, 'utf8')
  const settings = JSON.parse(basename(path) === 'package.json' ? text : asJson(text))
  return !('extends' in settings)
}

/** TypeScript's settings may hold comments, and commas at the end. */
const asJson = (text: string): string =>
  text
    .replace(/("(?:[^"\\]|\\.)*")|\/\/[^\n\r]*|\/\*[\s\S]*?\*\//g, '$1')
    .replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/g, '$1')
