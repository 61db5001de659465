// The artifact has one source, a download is a plain URL, and it is pinned.
import { type Diagnostic, error, warning } from '../model/diagnostic.ts'
import { shown } from '../report/quoted.ts'
import type { Check } from './check.ts'

const path = ['app', 'artifact']

export const checkArtifact: Check = ({ app: { artifact }, version }) => {
  const { url, file, sha256 } = artifact
  if (url === undefined && file === undefined) return [noSource]
  if (url !== undefined && file !== undefined) return [twoSources]
  if (url === undefined) return sha256 === undefined ? [] : [sumOfLocalFile]
  return checkUrl(url.replaceAll('{version}', version), sha256 !== undefined)
}

const noSource = error('artifact-source', path, 'the artifact has neither a `url` nor a `file`', {
  pointsAtKey: true,
  label: 'where does the app come from?',
  help: "add `url: 'https://…'` for a released file, or `file: './…'` for a local one",
})

const twoSources = error('artifact-source', path, 'the artifact has both a `url` and a `file`', {
  pointsAtKey: true,
  label: 'one of the two',
  help: 'remove `file` to download it, or `url` to copy the local file',
})

const sumOfLocalFile = error(
  'artifact-source',
  [...path, 'sha256'],
  'a local `file` needs no `sha256`: immuc computes it',
  { pointsAtKey: true, label: 'not needed', help: 'remove `sha256`' },
)

function checkUrl(url: string, pinned: boolean): Diagnostic[] {
  const fault = urlFault(url)
  if (fault !== undefined) {
    return [
      error('artifact-url', [...path, 'url'], `${shown(url)} can't be downloaded: ${fault}`, {
        label: fault,
        help: 'write it as `https://host/path`; percent-encode what is not a letter, digit or one of -._~:/?&=',
      }),
    ]
  }
  if (pinned) return []
  if (url.startsWith('http:')) {
    return [
      error(
        'artifact-unpinned',
        [...path, 'url'],
        'the artifact comes over plain http, without a checksum',
        {
          label: 'anyone on the way can replace it',
          help: 'use https, or add `sha256`',
        },
      ),
    ]
  }
  return [
    warning(
      'artifact-unpinned',
      path,
      'the artifact has no checksum: another file at the same URL would not be noticed',
      {
        pointsAtKey: true,
        label: 'not pinned',
        help: "add `sha256: '…'`, the first word that `curl -fsSL URL | sha256sum` prints",
      },
    ),
  ]
}

function urlFault(url: string): string | undefined {
  if (!/^https?:\/\//.test(url)) return 'it starts with neither https:// nor http://'
  if (!/^[A-Za-z0-9\-._~:/?#[\]@!$&()*+,;=%]+$/.test(url)) {
    return 'it holds a character that no URL may hold'
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(url)) return 'a `%` is not followed by two hexadecimal digits'
  return URL.canParse(url) ? undefined : 'it has no valid host'
}
