// Images on disk, each a folder that nothing changes once it has its name: `image.json` and below
// `root/` the files that a machine starts with. A half-made one is never seen.
import { randomUUID } from 'node:crypto'
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
import { bake, readPackerTemplate } from './bake.ts'
import { copyTree } from './copy-tree.ts'

export type StoredImage = {
  /** The API's, of a snapshot. */
  id?: number
  /** What the artifacts call the image; the API lists it under that name. */
  name: string
  /** Counts images of one name; the newest is booted. */
  number: number
  /** Tasks of the playbook that were not done. */
  undone: string[]
  folder: string
}

export type ImageStore = {
  /** From a folder of artifacts, as `packer build` would. */
  bake: (artifacts: string) => Promise<StoredImage>
  /** From a machine's root folder. */
  snapshot: (image: MachineImage, root: string) => Promise<StoredImage>
  /** A snapshot by its id, else the newest of that name; undefined for a distribution's own image. */
  find: (image: MachineImage) => StoredImage | undefined
  remove: (image: MachineImage) => void
}

export function imageStore(folder: string): ImageStore {
  mkdirSync(folder, { recursive: true })
  const all = () => list(folder)
  return {
    bake: async (artifacts) => {
      const { name, playbook } = readPackerTemplate(artifacts)
      return await make(folder, { name }, async (root) => (await bake(playbook, root)).undone)
    },
    snapshot: ({ id, name }, from) =>
      make(folder, { id, name }, async (root) => {
        await copyTree(from, root)
        return []
      }),
    find: (image) => find(all(), image),
    remove: (image) => {
      const found = find(all(), image)
      if (found) rmSync(found.folder, { recursive: true, force: true })
    },
  }
}

const find = (images: readonly StoredImage[], { id, name, slug }: MachineImage) =>
  images.find((image) => image.id === id) ??
  images.findLast((image) => slug === null && image.id === undefined && image.name === name)

async function make(
  folder: string,
  known: { id?: number; name: string },
  fill: (root: string) => Promise<string[]>,
): Promise<StoredImage> {
  const draft = join(folder, `draft-${randomUUID()}`)
  mkdirSync(join(draft, 'root'), { recursive: true })
  try {
    const undone = await fill(join(draft, 'root'))
    const number = Math.max(0, ...list(folder).map((image) => image.number)) + 1
    writeFileSync(join(draft, 'image.json'), `${JSON.stringify({ ...known, number, undone })}\n`)
    const final = join(folder, String(number))
    renameSync(draft, final)
    return { ...known, number, undone, folder: final }
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

function list(folder: string): StoredImage[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'image.json')))
    .map((name) => ({
      ...JSON.parse(readFileSync(join(folder, name, 'image.json'), 'utf8')),
      folder: join(folder, name),
    }))
    .sort((a, b) => a.number - b.number)
}
