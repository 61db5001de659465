// A machine's root folder and its user-data -> the files cloud-init writes at the first boot of an
// instance, and only then: a disk that was copied from another instance gets them anew.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readUserData } from './user-data.ts'
import { writeFiles } from './write-files.ts'

export type FirstBoot = { files: string[]; ignored: string[]; faults: string[] }

/** Undefined when this instance has booted from this disk before. */
export function firstBoot(
  root: string,
  instanceId: number,
  userData: string | undefined,
): FirstBoot | undefined {
  const marker = join(root, 'var/lib/cloud/data/instance-id')
  if (existsSync(marker) && readFileSync(marker, 'utf8') === `${instanceId}\n`) return undefined
  const { files, ignored, faults } = readUserData(userData)
  const fault = attempt(() => writeFiles(root, files))
  mkdirSync(dirname(marker), { recursive: true })
  writeFileSync(marker, `${instanceId}\n`)
  return { files: files.map(({ path }) => path), ignored, faults: [...faults, ...fault] }
}

function attempt(step: () => void): string[] {
  try {
    step()
    return []
  } catch (error) {
    return [`write_files: ${error instanceof Error ? error.message : error}`]
  }
}
