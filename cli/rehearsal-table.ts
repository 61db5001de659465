// A recording → its figures as a table for a terminal, and as data.
import { figures, gapMs } from '../rehearsal/figures.ts'
import { count, duration } from '../rehearsal/quantity.ts'
import type { Recording, Rollout } from '../rehearsal/recording.ts'

export const isFine = ({ rollouts }: Recording): boolean =>
  rollouts.every((rollout) => rollout.wentAsExpected && figures(rollout).lost === 0)

const heads = ['rollout', 'requests', 'lost', 'longest gap', 'p50', 'p99', 'duration', '']

export function rehearsalTable({ rollouts }: Recording): string {
  const rows = [heads, ...rollouts.map(cells)]
  const widths = heads.map((_, column) =>
    Math.max(...rows.map((row) => [...(row[column] ?? '')].length)),
  )
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0
          const isWords = column === 0 || column === row.length - 1
          return isWords ? cell.padEnd(width) : cell.padStart(width)
        })
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}

function cells(rollout: Rollout): string[] {
  const known = figures(rollout)
  const { wentAsExpected, refusal } = rollout
  return [
    rollout.title,
    count(known.requests),
    count(known.lost),
    known.lost === 0 ? '–' : duration(gapMs(known)),
    known.p50Ms === undefined ? '–' : duration(known.p50Ms),
    known.p99Ms === undefined ? '–' : duration(known.p99Ms),
    duration(known.durationMs),
    wentAsExpected
      ? refusal === undefined
        ? 'applied'
        : 'refused, as expected'
      : 'not as expected',
  ]
}

export const rehearsalData = (recording: Recording, report: string, notes: readonly string[]) => ({
  ...{ ...recording, report, notes, fine: isFine(recording) },
  rollouts: recording.rollouts.map(({ requests: _, moments: __, ...rollout }, index) => {
    const { longestGap, ...known } = figures(recording.rollouts[index] as Rollout)
    return {
      ...rollout,
      ...known,
      longestGapMs: gapMs({ ...known, ...(longestGap && { longestGap }) }),
    }
  }),
})
