// A request → what the box beside it says.
import { duration, instant } from '../../quantity.ts'
import type { Dot } from './requests.ts'

export function requestText({ atMs, tookMs, kind }: Dot): string {
  const { status, fault, release, connection, length, lost } = kind
  const outcome = status === 0 ? 'no answer' : `status ${status}`
  const lines = [
    `${lost ? 'Lost: ' : ''}${outcome} after ${duration(tookMs)}, at ${instant(atMs, 2)}`,
    fault,
    release === undefined ? undefined : `answered by release ${release}`,
    `${length} request on a ${connection} connection`,
  ]
  return lines.filter((line) => line !== undefined).join('\n')
}
