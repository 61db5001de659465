// An absolute path → the way to it from a folder, with `/` between its parts.
import { relative } from 'node:path'

export const shownFile = (file: string, folder: string): string =>
  relative(folder, file).replaceAll('\\', '/') || file
