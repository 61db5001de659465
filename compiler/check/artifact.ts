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
  helpInJson: 'add `"url": "https://…"` for a released file, or `"file": "./…"` for a local one',
})

const twoSources = error('artifact-source', path, 'the artifact has both a `url` and a `file`', {
  pointsAtKey: true,
  label: 'one of the two is too many',
  related: [
    { path: [...path, 'url'], pointsAtKey: true, label: 'downloaded' },
    { path: [...path, 'file'], pointsAtKey: true, label: 'copied' },
  ],
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
      error('artifact-url', [...path, 'url'], `${shown(url)} can't be downloaded: ${fault.why}`, {
        label: fault.label,
        help: fault.help,
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
        help: `add \`sha256: '…'\`, the first word that \`${sumCommand(url)}\` prints`,
        helpInJson: `add \`"sha256": "…"\`, the first word that \`${sumCommand(url)}\` prints`,
      },
    ),
  ]
}

/** No URL that is downloaded holds a quote. */
const sumCommand = (url: string): string => {
  const word = url.length > 120 ? 'URL' : /^[\w./:@%+,=~-]+$/.test(url) ? url : `'${url}'`
  return `curl -fsSL ${word} | sha256sum`
}

type UrlFault = { why: string; label: string; help: string }

const urlForm = 'write it as `https://host/path`'

function urlFault(url: string): UrlFault | undefined {
  if (!/^https?:\/\//.test(url)) {
    const why = 'it starts with neither https:// nor http://'
    return { why, label: 'starts with something else', help: urlForm }
  }
  const wrong = url.match(/[^A-Za-z0-9\-._~:/?#[\]@!$&()*+,;=%]/u)?.[0]
  if (wrong !== undefined) {
    const name = wrong === ' ' ? 'a space' : shown(wrong)
    return {
      why: `it holds ${name}, which no URL may hold`,
      label: `holds ${name}`,
      help: `write \`${encodeURIComponent(wrong)}\` in its place`,
    }
  }
  if (/%(?![0-9A-Fa-f]{2})/.test(url)) {
    const why = 'a `%` is not followed by two hexadecimal digits'
    return { why, label: why, help: 'write `%25` for a `%` itself' }
  }
  return URL.canParse(url)
    ? undefined
    : { why: 'it has no valid host', label: 'no valid host', help: urlForm }
}
