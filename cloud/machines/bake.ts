// A folder of artifacts -> the root folder of the image that Packer and Ansible would make of it. Of
// the base image's own files there are none; a machine takes its programs from this machine.
import { createHash } from 'node:crypto'
import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { inRoot } from './in-root.ts'
import { BakeFault, type BakeStep, readPlaybook } from './playbook.ts'
import { parseUnitFile } from './unit-file.ts'
import { words } from './words.ts'
import { replaceFile } from './write-files.ts'

export type Baked = { undone: string[] }

/** `root` is an empty folder, `playbook` the file that the Packer template names. */
export async function bake(playbook: string, root: string): Promise<Baked> {
  const { steps, undone } = readPlaybook(readFileSync(playbook, 'utf8'))
  for (const step of steps) await take(step, dirname(playbook), root)
  return { undone }
}

type Source = { snapshot_name?: string; region?: string; snapshot_regions?: string[] }

export type PackerTemplate = {
  /** That the image gets. */
  name: string
  playbook: string
  /** Where the image is when Packer is done. */
  regions: string[]
}

export function readPackerTemplate(artifacts: string): PackerTemplate {
  const path = join(artifacts, 'packer/image.pkr.json')
  const { source, build } = JSON.parse(readFileSync(path, 'utf8'))
  const [first] = Object.values(source?.digitalocean ?? {}) as Source[]
  const name = first?.snapshot_name
  const file = build?.provisioner?.ansible?.playbook_file
  if (name === undefined || typeof file !== 'string') {
    throw new BakeFault(`${path} names no snapshot_name or no playbook_file`)
  }
  const regions = [first?.region ?? [], first?.snapshot_regions ?? []].flat()
  return { name, playbook: resolve(file.replace('${path.root}', dirname(path))), regions }
}

async function take(step: BakeStep, folder: string, root: string): Promise<void> {
  if (step.kind === 'folder') makeFolder(inRoot(root, step.path), step.mode)
  else if (step.kind === 'enable') enable(root, step.unit)
  else {
    const file = destination(step, root)
    mkdirSync(dirname(file), { recursive: true })
    if (step.kind === 'copy') copyFileSync(sourceOf(step.from, folder), file)
    else replaceFile(file, step.kind === 'content' ? step.content : await download(step))
    chmodSync(file, step.mode ?? 0o644)
  }
}

function makeFolder(path: string, mode = 0o755): void {
  mkdirSync(path, { recursive: true })
  chmodSync(path, mode)
}

/** Into a folder the file goes under its own name. */
function destination(step: Exclude<BakeStep, { kind: 'folder' | 'enable' }>, root: string): string {
  const file = inRoot(root, step.dest)
  const isFolder =
    step.dest.endsWith('/') || statSync(file, { throwIfNoEntry: false })?.isDirectory()
  if (!isFolder) return file
  const name = step.kind === 'copy' ? step.from : step.kind === 'download' ? step.url : ''
  return join(file, name.split('/').at(-1) ?? '')
}

/** As Ansible looks for it: in `files/`, then next to the playbook. */
function sourceOf(from: string, folder: string): string {
  const found = [resolve(folder, 'files', from), resolve(folder, from)].find(existsSync)
  if (found === undefined)
    throw new BakeFault(`copy: there is no file ${from} next to the playbook`)
  if (statSync(found).isDirectory()) throw new BakeFault(`copy: ${from} is a folder, not a file`)
  return found
}

async function download({ url, checksum }: { url: string; checksum?: string }): Promise<Buffer> {
  const content = await fetched(url)
  const [algorithm = '', digest] = checksum?.split(':') ?? []
  if (digest === undefined) return content
  const found = createHash(algorithm).update(content).digest('hex')
  if (found !== digest) throw new BakeFault(`get_url: ${url} has the ${algorithm} ${found}`)
  return content
}

async function fetched(address: string): Promise<Buffer> {
  const url = new URL(address)
  if (url.protocol === 'file:') return readFileSync(fileURLToPath(url))
  if (url.protocol !== 'http:' || !/^(localhost|127(\.\d+){3})$/.test(url.hostname)) {
    throw new BakeFault(`get_url: ${address} is not on this machine, and nothing else is asked`)
  }
  const answer = await fetch(url, { redirect: 'error' })
  if (!answer.ok) throw new BakeFault(`get_url: ${address} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}

/** Links the unit into the targets of its [Install] section, as `systemctl enable` does. */
function enable(root: string, unit: string): void {
  const path = `/etc/systemd/system/${unit}`
  const file = inRoot(root, path)
  if (!existsSync(file)) throw new BakeFault(`systemd: there is no unit ${path} to enable`)
  const targets = parseUnitFile(readFileSync(file, 'utf8'))
    .filter(({ section, key }) => section === 'Install' && /^(WantedBy|RequiredBy)$/.test(key))
    .flatMap(({ key, value }) =>
      words(value).map((target) => `${target}.${key === 'WantedBy' ? 'wants' : 'requires'}`),
    )
  for (const target of targets) {
    const link = join(root, 'etc/systemd/system', target, unit)
    mkdirSync(dirname(link), { recursive: true })
    if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(path, link)
  }
}
