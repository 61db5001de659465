// Moments → lanes: one per resource, in the order in which they begin, its spans in as many rows as
// it takes for none to stand on another.
import type { Moment, Rollout } from '../recording.ts'
import { type TimeAxis, timePosition } from './axes.ts'
import { type Side, sideOf } from './dots.ts'

export type Lane = { subject: string; rows: readonly (readonly Bar[])[] }

export type Bar = {
  moment: Moment
  side: Side
  /** In percent of the axis; a moment without a length has no width. */
  left: number
  width: number
  /** Where its words stand. */
  words: 'inside' | 'right' | 'left'
}

/** In percent of a wide page; a narrow one shows no words beside a bar. */
const characterWidth = 0.78
const gap = 1.5

export function lanes(rollout: Rollout, source: Moment['source'], axis: TimeAxis): Lane[] {
  const bySubject = new Map<string, Bar[]>()
  const moments = rollout.moments.filter((moment) => moment.source === source)
  for (const moment of moments.toSorted((a, b) => a.atMs - b.atMs)) {
    const bars = bySubject.get(moment.subject) ?? []
    bars.push(bar(moment, sideOf(moment.release, rollout), axis))
    bySubject.set(moment.subject, bars)
  }
  return [...bySubject].map(([subject, bars]) => ({ subject, rows: rows(bars) }))
}

function bar(moment: Moment, side: Side, axis: TimeAxis): Bar {
  const left = timePosition(moment.atMs, axis)
  const width = timePosition(moment.untilMs ?? moment.atMs, axis) - left
  const words = wordsWidth(moment)
  const isRoomInside = width > words + gap
  const isRoomRight = left + width + words + gap < 100
  return {
    moment,
    side,
    left,
    width,
    words: isRoomInside ? 'inside' : isRoomRight ? 'right' : 'left',
  }
}

const wordsWidth = ({ what }: Moment): number => what.length * characterWidth + gap

function rows(bars: readonly Bar[]): Bar[][] {
  const found: Bar[][] = []
  for (const one of bars) {
    const row = found.find((others) =>
      others.every((other) => !overlap(extent(one), extent(other))),
    )
    if (row) row.push(one)
    else found.push([one])
  }
  return found
}

type Extent = readonly [from: number, until: number]

function extent({ moment, left, width, words }: Bar): Extent {
  const room = wordsWidth(moment) + gap
  if (words === 'inside') return [left, left + width]
  return words === 'right'
    ? [left - gap / 2, left + width + room]
    : [left - room, left + width + gap / 2]
}

const overlap = ([a, b]: Extent, [c, d]: Extent): boolean => a < d && c < b
