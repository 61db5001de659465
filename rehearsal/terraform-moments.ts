// Lines of a running apply -> moments: each resource from its beginning to its end, whatever its end.
import type { Moment } from './recording.ts'
import type { TerraformLine } from './terraform-line.ts'

export type Moments = {
  take: (line: TerraformLine, atMs: number) => void
  /** Of those that never ended: terraform was killed. */
  close: (atMs: number) => void
}

const ends: Record<string, string> = { apply_complete: '', apply_errored: ' failed' }

export function terraformMoments(tell: (moment: Moment) => void): Moments {
  const open = new Map<string, Moment>()
  return {
    take: ({ type, hook }, atMs) => {
      const subject = hook?.resource?.addr
      if (subject === undefined) return
      const key = `${subject} ${hook?.action}`
      if (type === 'apply_start') {
        const what = hook?.action ?? 'change'
        open.set(key, { atMs, source: 'terraform', subject, what, ...releaseIn(subject) })
      }
      const begun = open.get(key)
      const suffix = ends[type]
      if (begun === undefined || suffix === undefined) return
      open.delete(key)
      tell({ ...begun, untilMs: atMs, what: `${begun.what}${suffix}` })
    },
    close: (atMs) => {
      for (const begun of open.values()) {
        tell({ ...begun, untilMs: atMs, what: `${begun.what} interrupted` })
      }
    },
  }
}

/** In a key such as `["0123abcd-0"]`. */
function releaseIn(address: string): { release?: string } {
  const release = /\["([0-9a-f]{8})-\d+"\]/.exec(address)?.[1]
  return release === undefined ? {} : { release }
}
