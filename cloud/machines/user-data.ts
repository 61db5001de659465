// User-data -> the files that cloud-init's write_files would write, and in words what else stands in
// it. Only plain #cloud-config is read; broken YAML leaves the machine without files, not without boot.
import { gunzipSync } from 'node:zlib'
import { parse } from 'yaml'

export type UserFile = {
  path: string
  content: Buffer
  mode: number
  owner: string
  appends: boolean
}

export type UserData = {
  files: UserFile[]
  /** Top-level keys of modules that the emulation leaves undone. */
  ignored: string[]
  /** What cloud-init would have logged as an error. */
  faults: string[]
}

const nothing = (fault?: string): UserData => ({
  files: [],
  ignored: [],
  faults: fault === undefined ? [] : [fault],
})

export function readUserData(text: string | undefined): UserData {
  if (text === undefined || text.trim() === '') return nothing()
  if (!/^#cloud-config[ \t\r]*(\n|$)/.test(text)) {
    return nothing(`user-data begins with "${firstLine(text)}", not with #cloud-config: not read`)
  }
  try {
    return readConfig(parse(text, { version: '1.1', logLevel: 'error' }))
  } catch (error) {
    return nothing(`user-data is not YAML: ${firstLine(messageOf(error))}`)
  }
}

const firstLine = (text: string): string => (text.split('\n')[0] ?? '').slice(0, 200)

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : `${error}`)

function readConfig(config: unknown): UserData {
  if (config === null || config === undefined) return nothing()
  if (!isRecord(config)) return nothing('user-data is YAML, but not a mapping')
  const { write_files: entries = [], ...rest } = config
  const ignored = Object.keys(rest)
  if (!Array.isArray(entries)) {
    return { files: [], ignored, faults: ['write_files is not a list'] }
  }
  return { ignored, ...readFiles(entries) }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The first entry that cannot be decoded ends the module, and the later files are missing. */
function readFiles(entries: readonly unknown[]): Pick<UserData, 'files' | 'faults'> {
  const files: UserFile[] = []
  const faults: string[] = []
  for (const [index, entry] of entries.entries()) {
    if (!isRecord(entry) || typeof entry.path !== 'string' || entry.path === '') {
      faults.push(`write_files entry ${index + 1} has no path: left out`)
      continue
    }
    try {
      files.push(userFile(entry, entry.path))
    } catch (error) {
      return { files, faults: [...faults, `write_files ${entry.path}: ${messageOf(error)}`] }
    }
  }
  return { files, faults }
}

const userFile = (entry: Record<string, unknown>, path: string): UserFile => ({
  path,
  content: decoded(String(entry.content ?? ''), String(entry.encoding ?? '')),
  mode: modeOf(entry.permissions),
  owner: String(entry.owner ?? 'root:root'),
  appends: entry.append === true,
})

/** An encoding that cloud-init does not know is plain text to it. */
function decoded(content: string, encoding: string): Buffer {
  const name = encoding.toLowerCase().trim()
  const bytes = /^(gz(ip)?\+)?b(ase)?64$/.test(name) ? fromBase64(content) : Buffer.from(content)
  return /^gz(ip)?(\+b(ase)?64)?$/.test(name) ? gunzipSync(bytes) : bytes
}

/** As Python reads it: characters outside of the alphabet do not count, missing padding does. */
function fromBase64(text: string): Buffer {
  const [, data = '', padding = ''] =
    text.replace(/[^A-Za-z0-9+/=]/g, '').match(/^([^=]*)(=*)/) ?? []
  const over = data.length % 4
  if (over === 1 || (over > 0 && over + padding.length < 4))
    throw new Error('the base64 is cut off')
  return Buffer.from(data, 'base64')
}

/** Quoted it is octal; an unquoted 0600 is already a number to YAML 1.1. What is neither is 0644. */
function modeOf(permissions: unknown): number {
  if (typeof permissions === 'number') return Math.trunc(permissions)
  return /^(0o)?[0-7]+$/.test(String(permissions))
    ? Number.parseInt(String(permissions).replace(/^0o/, ''), 8)
    : 0o644
}
