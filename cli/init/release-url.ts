// A git remote → where its host serves the files of a release. Only host and path of the remote are
// used: a user or a password in it stays where it is.

/** `tag` may hold `{version}`. */
export type ReleaseUrl = (tag: string, asset: string) => string

type Repository = { host: string; path: string }

export function releaseUrl(remote: string): ReleaseUrl | undefined {
  const repository = parseRemote(remote)
  if (repository === undefined) return undefined
  const { host, path } = repository
  const page = `https://${host}/${path}`
  if (/gitlab/.test(host)) return (tag, asset) => `${page}/-/releases/${tag}/downloads/${asset}`
  if (/github|gitea|forgejo|^codeberg\.org/.test(host)) {
    return (tag, asset) => `${page}/releases/download/${tag}/${asset}`
  }
  return undefined
}

/** The repository's own name, the last part of its path. */
export const repositoryName = (remote: string): string | undefined =>
  parseRemote(remote)?.path.split('/').at(-1)

function parseRemote(remote: string): Repository | undefined {
  const parsed = parseUrl(remote) ?? parseScp(remote)
  if (parsed === undefined) return undefined
  const path = parsed.path.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '')
  const isPlain = /^[\w.~-]+(\/[\w.~-]+)+$/.test(path) && !/(^|\/)\.\.?(\/|$)/.test(path)
  return isPlain && /^[a-z0-9.-]+(:\d+)?$/.test(parsed.host) ? { ...parsed, path } : undefined
}

function parseUrl(remote: string): Repository | undefined {
  if (!/^(https?|ssh|git|git\+ssh):\/\//.test(remote) || !URL.canParse(remote)) return undefined
  const { protocol, hostname, host, pathname } = new URL(remote)
  // Another port of SSH's says nothing about the web server's.
  return { host: webHost(protocol.startsWith('http') ? host : hostname), path: pathname }
}

/** `git@github.com:acme/shop.git`. A single letter before the colon is a drive of Windows'. */
function parseScp(remote: string): Repository | undefined {
  const [, host, path] = remote.match(/^(?:[^@/\s]+@)?([\w.-]{2,}):(?!\/\/)(.+)$/) ?? []
  return host === undefined || path === undefined ? undefined : { host: webHost(host), path }
}

/** `github.com-work` is how people tell their accounts apart in the configuration of SSH. */
function webHost(host: string): string {
  const name = host.toLowerCase()
  return name.match(/^(?:ssh\.|altssh\.|www\.)?(github\.com|gitlab\.com)(?:[-:].*)?$/)?.[1] ?? name
}
