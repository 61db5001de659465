// Images and machines -> root file systems: a base image's squashfs at the bottom, a layer for each
// snapshot above it, and a machine's own changes on top. A snapshot is a copy of those changes.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { MachineImage } from '../backend.ts'
import { insideOf } from './inside.ts'
import { run } from './run.ts'

export type Disks = {
  /** Why there is no disk of an image here, or undefined. */
  obstacle: (image: MachineImage) => string | undefined
  /** A fresh one for a machine, mounted; the result is its root. */
  mount: (folder: string, image: MachineImage) => Promise<string>
  unmount: (folder: string) => Promise<void>
  /** Settles with its size in GiB. */
  snapshot: (folder: string, of: MachineImage, image: MachineImage) => Promise<number>
  remove: (image: MachineImage) => void
}

/** `layers` are folders, the topmost first. */
type Stored = { base: string; layers: string[] }

export function makeDisks(images: string): Disks {
  mkdirSync(images, { recursive: true })
  for (const name of readdirSync(images).filter((one) => one.startsWith('draft-'))) {
    rmSync(join(images, name), { recursive: true, force: true })
  }
  const bases = new Map<string, Promise<string>>()
  const baseAt = (slug: string): Promise<string> => {
    const known = bases.get(slug) ?? mountBase(slug)
    bases.set(slug, known)
    return known
  }
  return {
    obstacle,
    mount: async (folder, image) => {
      const { base, layers } = stored(images, image)
      const [root, upper, work] = ['root', 'upper', 'work'].map((name) => join(folder, name))
      for (const one of [root, upper, work]) mkdirSync(one ?? '', { recursive: true })
      const lower = [...layers, await baseAt(base)].join(':')
      const options = `lowerdir=${lower},upperdir=${upper},workdir=${work}`
      await run('mount', ['-t', 'overlay', 'overlay', '-o', options, root ?? ''])
      return root ?? ''
    },
    unmount,
    snapshot: (folder, of, image) => snapshot(images, folder, of, image),
    remove: ({ id }) => rmSync(join(images, String(id)), { recursive: true, force: true }),
  }
}

/** Of a snapshot there always is one. */
function obstacle({ slug }: MachineImage): string | undefined {
  const { baseImages } = insideOf()
  if (slug === null || baseImages[slug] !== undefined) return undefined
  return `Machines of this cloud start from ${Object.keys(baseImages).join(' or ')}, not from ${slug}.`
}

async function mountBase(slug: string): Promise<string> {
  const image = insideOf().baseImages[slug]
  if (image === undefined) throw new Error(`this enclosure has no base image ${slug}`)
  const folder = join('/run/base', slug)
  mkdirSync(folder, { recursive: true })
  if (!isMounted(folder)) await run('mount', ['-t', 'squashfs', '-o', 'loop,ro', image, folder])
  return folder
}

function stored(images: string, { id, name, slug }: MachineImage): Stored {
  if (slug !== null) return { base: slug, layers: [] }
  const folder = join(images, String(id))
  const note = join(folder, 'image.json')
  if (!existsSync(note)) throw new Error(`image ${id} (${name}) is not on this cloud's disk`)
  const { base, layers } = JSON.parse(readFileSync(note, 'utf8')) as Stored
  return { base, layers: [join(folder, 'layer'), ...layers] }
}

async function snapshot(
  images: string,
  folder: string,
  of: MachineImage,
  { id }: MachineImage,
): Promise<number> {
  const draft = join(images, `draft-${id}`)
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft)
  await run('cp', ['-a', '--reflink=auto', join(folder, 'upper'), join(draft, 'layer')])
  writeFileSync(join(draft, 'image.json'), JSON.stringify(stored(images, of)))
  const size = await run('du', ['-s', '--block-size=1', join(draft, 'layer')])
  renameSync(draft, join(images, String(id)))
  return Math.max(0.01, Math.round((Number.parseInt(size, 10) / 2 ** 30) * 100) / 100)
}

/** Before any of it is deleted: below a mounted root would be more than a machine's own changes. */
async function unmount(folder: string): Promise<void> {
  const root = join(folder, 'root')
  if (isMounted(root)) await run('umount', [root])
}

const isMounted = (folder: string): boolean =>
  readFileSync('/proc/self/mountinfo', 'utf8').includes(` ${folder} `)
