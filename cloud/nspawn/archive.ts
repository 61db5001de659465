// This machine's apt -> where it gets Debian from: the addresses of the archives, the proxy before them,
// and whether their dates count. A machine inside gets its packages the same way.
import { run } from './run.ts'

export type Archive = {
  /** By the folder that a standard address has: `debian`, `debian-security`. */
  upstreams: Readonly<Record<string, string>>
  proxy?: string
  /** Lines of an apt.conf. */
  settings: string
}

const standard: Record<string, string> = {
  debian: 'http://deb.debian.org/debian',
  'debian-security': 'http://security.debian.org/debian-security',
}

const labels: Readonly<Record<string, string>> = {
  Debian: 'debian',
  'Debian-Security': 'debian-security',
}

export async function readArchive(): Promise<Archive> {
  const proxy = await setting('Acquire::http::Proxy')
  return {
    upstreams: { ...standard, ...(await configured()) },
    ...(/^https?:/.test(proxy) && { proxy }),
    settings: await dateSettings(),
  }
}

/** An apt that lists nothing, or no apt at all, leaves the standard addresses. */
async function configured(): Promise<Record<string, string>> {
  const format = '$(LABEL)\t$(REPO_URI)'
  const asked = ['indextargets', '--format', format, 'Created-By: Packages']
  const list = await run('apt-get', asked).catch(() => '')
  const pairs = list.split('\n').map((line) => line.split('\t'))
  return Object.fromEntries(
    pairs.flatMap(([label = '', uri = '']) => {
      const folder = labels[label]
      return folder && /^https?:/.test(uri) ? [[folder, uri.replace(/\/$/, '')]] : []
    }),
  )
}

async function setting(name: string): Promise<string> {
  const line = await run('apt-config', ['shell', 'value', name]).catch(() => '')
  return line.match(/^value='(.*)'$/m)?.[1] ?? ''
}

async function dateSettings(): Promise<string> {
  const names = ['Acquire::Check-Valid-Until', 'Acquire::Check-Date']
  const lines = await Promise.all(
    names.map(async (name) => {
      const value = await setting(name)
      return value === 'false' ? `${name} "false";\n` : ''
    }),
  )
  return lines.join('')
}
