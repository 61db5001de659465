// A recipe -> a squashfs of a Debian that boots, in the user's cache folder under the recipe's key. It is
// built once; one that is broken, old or of another recipe is built again, and never used half-made.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { makeDraft, sweepDrafts } from '../cache-folder.ts'
import { packages, type Recipe, recipeKey } from './recipe.ts'

export type BaseImageOptions = {
  folder: string
  /** Debian's archives as folders of one address. */
  archiveUrl: string
  onProgress: (line: string) => void
}

const daysKept = 30

export async function baseImage(recipe: Recipe, options: BaseImageOptions): Promise<string> {
  const name = `${recipe.slug}-${recipeKey(recipe)}.squashfs`
  const file = join(options.folder, name)
  const fault = await faultOf(file)
  if (fault === undefined) return file
  options.onProgress(`building the base image ${recipe.slug}, because ${fault}`)
  await build(recipe, file, options)
  sweep(options.folder, recipe.slug, name)
  options.onProgress(`built the base image ${recipe.slug}`)
  return file
}

const noteOf = (file: string): string => `${file}.json`

async function faultOf(file: string): Promise<string | undefined> {
  if (!existsSync(file) || !existsSync(noteOf(file))) return 'there is none yet'
  const { sha256, builtAt } = readNote(file)
  if (Date.now() - Date.parse(builtAt) > daysKept * 86_400_000) return `it is of ${builtAt}`
  return (await digestOf(file)) === sha256 ? undefined : 'the one there is broken'
}

function readNote(file: string): { sha256: string; builtAt: string } {
  try {
    return JSON.parse(readFileSync(noteOf(file), 'utf8'))
  } catch {
    return { sha256: '', builtAt: new Date().toISOString() }
  }
}

async function digestOf(file: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(file)) hash.update(chunk)
  return hash.digest('hex')
}

async function build(recipe: Recipe, file: string, options: BaseImageOptions): Promise<void> {
  const draft = makeDraft(options.folder)
  mkdirSync(join(draft, 'tmp'), { recursive: true })
  try {
    for (const [path, content] of Object.entries(recipe.files)) {
      mkdirSync(dirname(join(draft, 'files', path)), { recursive: true })
      writeFileSync(join(draft, 'files', path), content)
    }
    await mmdebstrap(recipe, draft, options)
    const image = join(draft, 'image.squashfs')
    const note = { sha256: await digestOf(image), builtAt: new Date().toISOString() }
    writeFileSync(noteOf(file), `${JSON.stringify(note)}\n`)
    renameSync(image, file)
  } finally {
    rmSync(draft, { recursive: true, force: true })
  }
}

// $0: the draft's folder. The mount for /config-drive must be there before the first boot; host keys,
// an id and a lease are each machine's own. Manuals would be a third of it.
const script = `set -eu -o pipefail
export TMPDIR="$0/tmp" DRAFT="$0"
mmdebstrap --mode=root --variant=minbase --include=${packages.join(',')} \\
  --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \\
  --customize-hook='mkdir "$1/config-drive"; rm -f "$1"/etc/ssh/ssh_host_*' \\
  --customize-hook='chroot "$1" systemctl enable systemd-networkd.service' \\
  --customize-hook='rm -f "$1"/etc/apt/sources.list.d/*; cp -rT "$DRAFT/files" "$1"' \\
  "$1" - "$2" "$3" "$4" |
  mksquashfs - "$0/image.squashfs" -tar -comp zstd -Xcompression-level 3 -noappend -quiet -no-progress`

// In a process namespace of its own, so that nothing of it outlives this process.
const alone = ['setpriv', '--pdeathsig', 'KILL', 'unshare', '--mount', '--pid', '--fork']

function mmdebstrap(recipe: Recipe, draft: string, options: BaseImageOptions): Promise<void> {
  const { archiveUrl: url, onProgress } = options
  const sources = [
    `deb ${url}/debian ${recipe.suite} main`,
    `deb ${url}/debian ${recipe.suite}-updates main`,
    `deb ${url}/debian-security ${recipe.suite}-security main`,
  ]
  const [program = '', ...words] = alone
  const child = spawn(
    program,
    [...words, '--kill-child', 'bash', '-c', script, draft, recipe.suite, ...sources],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  const said: string[] = []
  const note = (chunk: Buffer) => {
    said.push(chunk.toString('utf8'))
    const steps = chunk.toString('utf8').match(/^I: .*\.\.\.$/gm) ?? []
    for (const step of steps) onProgress(`  ${step.slice(3)}`)
  }
  child.stdout.on('data', note)
  child.stderr.on('data', note)
  return new Promise((settle, refuse) => {
    child.once('error', refuse)
    child.once('close', (code) => {
      const end = said.join('').trim().split('\n').slice(-12).join('\n')
      if (code === 0) settle()
      else refuse(new Error(`the base image ${recipe.slug} could not be built:\n${end}`))
    })
  })
}

/** Older images of the same slug, and what builders that were killed left. */
function sweep(folder: string, slug: string, current: string): void {
  sweepDrafts(folder)
  for (const name of readdirSync(folder)) {
    const isOld = name.startsWith(`${slug}-`) && !name.startsWith(current)
    if (isOld) rmSync(join(folder, name), { recursive: true, force: true })
  }
}
