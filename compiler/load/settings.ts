// A folder → the files that esbuild takes settings from for what lies in it, there or not.
import { dirname, sep } from 'node:path'

const names = ['package.json', 'tsconfig.json', 'jsconfig.json']

export function settingsAbove(folder: string): string[] {
  const above = dirname(folder)
  // To join them takes longer.
  const here = names.map((name) => (folder.endsWith(sep) ? folder + name : folder + sep + name))
  return above === folder ? here : [...here, ...settingsAbove(above)]
}
