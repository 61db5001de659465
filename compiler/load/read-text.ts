// A file → its text, or an error whose message says why in our own words.
import { readFile } from 'node:fs/promises'
import { readFailure } from './read-failure.ts'

export class UnreadableFile extends Error {
  path: string
  constructor(path: string, why: string) {
    super(why)
    this.path = path
  }
}

export async function readText(path: string): Promise<string> {
  const bytes = await readFile(path).catch((failure: unknown) => {
    throw new UnreadableFile(path, readFailure(failure))
  })
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new UnreadableFile(path, 'it is not UTF-8 text')
  }
}

export const withoutMark = (text: string): string => text.replace(/^\ufeff/, '')
