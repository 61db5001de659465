// A system.config.json → its data, or what is wrong with it.
import { unreadable } from './bundle-fault.ts'
import { parseJsonConfig } from './parse-json-config.ts'
import type { Config } from './read-in-thread.ts'
import { readText, UnreadableFile, withoutMark } from './read-text.ts'
import { sourceOf } from './sources.ts'

export async function readJsonConfig(configPath: string): Promise<Config> {
  try {
    const text = withoutMark(await readText(configPath))
    const sources = new Map([[configPath, sourceOf(text)]])
    return { ...(await parseJsonConfig(configPath, text)), sources }
  } catch (failure) {
    if (!(failure instanceof UnreadableFile)) throw failure
    return { diagnostics: [unreadable(failure, configPath)], sources: new Map() }
  }
}
