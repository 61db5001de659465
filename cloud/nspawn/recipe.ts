// The distribution images that machines can start from, and what goes into each: what DigitalOcean's
// image of that Debian has, as far as our artifacts can meet it. The key changes with all of it.
import { createHash } from 'node:crypto'

export type Recipe = { slug: string; suite: string; files: Readonly<Record<string, string>> }

/** To be raised when the script that builds it makes something else of the same recipe. */
const version = 3

// What DigitalOcean no longer offers, such as Debian 12, is no base here either.
const suites: Readonly<Record<string, string>> = { 'debian-13-x64': 'trixie' }

export const slugs = Object.keys(suites)

/** A machine asks for its packages where every Debian does; the outlet knows where they are. */
export const archives = {
  'deb.debian.org': 'debian',
  'security.debian.org': 'debian-security',
} as const

export const packages = [
  ...['systemd-sysv', 'systemd-resolved', 'libpam-systemd', 'dbus', 'iproute2', 'procps'],
  ...['cloud-init', 'openssh-server', 'python3', 'python3-apt', 'ca-certificates', 'sudo'],
]

// DigitalOcean gives its droplets a config drive; cloud-init's own module for its metadata service is
// deprecated, and reads a hardware name that a container does not have.
const cloudConfig = `datasource_list: [ConfigDrive, None]
disable_root: false
locale: false
`

/** `aptSettings` are this machine's, such as whether an archive's date counts. */
export function recipeFor(slug: string, aptSettings: string): Recipe {
  const suite = suites[slug]
  if (suite === undefined) {
    throw new Error(`machines start from ${slugs.join(' or ')}, not from ${slug}`)
  }
  return {
    slug,
    suite,
    files: {
      'etc/cloud/cloud.cfg.d/90-droplet.cfg': cloudConfig,
      'etc/apt/sources.list': sourcesList(suite),
      ...(aptSettings && { 'etc/apt/apt.conf.d/90-archive-dates': aptSettings }),
      'etc/machine-id': '',
      'etc/hostname': 'droplet\n',
    },
  }
}

const sourcesList = (suite: string): string =>
  [
    `deb http://deb.debian.org/debian ${suite} main`,
    `deb http://deb.debian.org/debian ${suite}-updates main`,
    `deb http://security.debian.org/debian-security ${suite}-security main`,
    '',
  ].join('\n')

export const recipeKey = (recipe: Recipe): string =>
  createHash('sha256')
    .update(JSON.stringify([version, packages, recipe]))
    .digest('hex')
    .slice(0, 12)
