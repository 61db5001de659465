// A folder → the files that esbuild takes settings from for what lies in it, there or not.
import { dirname, join } from 'node:path'

const names = ['package.json', 'tsconfig.json', 'jsconfig.json']

export function settingsAbove(folder: string): string[] {
  const above = dirname(folder)
  const here = names.map((name) => join(folder, name))
  return above === folder ? here : [...here, ...settingsAbove(above)]
}
