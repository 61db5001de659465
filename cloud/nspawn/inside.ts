// The environment -> what a process in an enclosure knows about it: its base images, the way to
// Debian's archive, its control group and its folder.

export type Enclosed = {
  /** Slug -> squashfs. */
  baseImages: Readonly<Record<string, string>>
  /** A socket at which the archive is served. */
  outlet: string
  cgroup: string
  /** Removed when the enclosure ends. */
  folder: string
}

export const variable = 'IMMUC_ENCLOSED'

export const isEnclosed = (): boolean => process.env[variable] !== undefined

export function insideOf(): Enclosed {
  const text = process.env[variable]
  if (text === undefined) {
    throw new Error('droplets as machines live in an enclosure only: see cloud/nspawn/enclosure.ts')
  }
  return JSON.parse(text)
}
