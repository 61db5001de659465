// Tags → the newest release among them that is this app's, as the version and what stands before it
// in the tag. In a repository of several apps a tag says whose it is: `shop/v1.2.0`, `shop@1.2.0`.

export type Release = {
  version: string
  /** The tag, as a part of a URL, with `{version}` in it. */
  tag: string
}

export function newestRelease(tags: readonly string[], name: string): Release | undefined {
  const releases = tags.flatMap((tag) => {
    const release = releaseOf(tag, name)
    return release === undefined ? [] : [release]
  })
  const own = releases.filter(({ isOwn }) => isOwn)
  const candidates = own.length > 0 ? own : releases.filter(({ owner }) => owner === undefined)
  const final = candidates.find(
    ({ version }) => !/(alpha|beta|rc|pre|dev|next|canary)/i.test(version),
  )
  const newest = final ?? candidates[0]
  return newest && { version: newest.version, tag: newest.tag }
}

type Owned = Release & { owner?: string; isOwn: boolean }

const versionPattern = /^[A-Za-z0-9]([A-Za-z0-9._+-]{0,62}[A-Za-z0-9])?$/

function releaseOf(tag: string, name: string): Owned | undefined {
  const cut = Math.max(tag.lastIndexOf('/'), tag.lastIndexOf('@')) + 1
  const version = tag.slice(cut)
  // A tag without a digit is a name, such as `latest`, which moves.
  if (!/\d/.test(version) || !versionPattern.test(version)) return undefined
  if (cut === 0) {
    const isOwn = version.startsWith(`${name}-`)
    const isOthers = !isOwn && /^[a-z][a-z-]*[a-z]-v?\d+\.\d+\.\d+/.test(version)
    return { version, tag: '{version}', isOwn, ...(isOthers && mayBeOthers(version)) }
  }
  const owner =
    tag
      .slice(0, cut - 1)
      .split('/')
      .at(-1) ?? ''
  return {
    version,
    tag: `${encodeURIComponent(tag.slice(0, cut)).replaceAll('%40', '@')}{version}`,
    owner,
    isOwn: owner === name,
  }
}

/** `release-1.2.0` is everybody's, `cart-v1.2.0` is the cart's. */
function mayBeOthers(version: string): { owner?: string } {
  const owner = version.replace(/-v?\d.*$/, '')
  return /^(release|version|ver|rel)$/.test(owner) ? {} : { owner }
}
