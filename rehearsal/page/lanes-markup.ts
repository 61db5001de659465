// Lanes → HTML: what terraform and the cloud did, below the requests and on the same axis.

import { duration, instant } from '../quantity.ts'
import type { Moment } from '../recording.ts'
import type { Bar, Lane } from './lanes.ts'
import { type Markup, markup } from './markup.ts'

export function lanesMarkup(title: string, all: readonly Lane[]): Markup | undefined {
  if (all.length === 0) return undefined
  return markup`
<div class="lanes" role="group" aria-label="${title}">
<p class="source">${title}</p>
${all.map(laneMarkup)}
</div>`
}

const laneMarkup = ({ subject, rows }: Lane): Markup => markup`
<div class="lane"><span class="subject" title="${subject}">${subject}</span><div class="rows">
${rows.map((row) => markup`<div class="row">${row.map(barMarkup)}</div>`)}
</div></div>`

/** It takes the focus when the arrow keys arrive at it, and shows what its label says. */
function barMarkup({ moment, side, left, width, words }: Bar): Markup {
  const place = moment.untilMs === undefined ? 'mark' : 'span'
  const [start, length] = [left.toFixed(3), width.toFixed(3)]
  return markup`<span class="bar ${place} ${side} ${words}" style="left:${start}%;width:${length}%" role="img" aria-label="${momentText(moment)}" tabindex="-1"><i></i><b>${moment.what}</b></span>`
}

export function momentText({ subject, what, atMs, untilMs }: Moment): string {
  const from = instant(atMs, 1)
  if (untilMs === undefined) return `${subject}: ${what}, at ${from}`
  return `${subject}: ${what}, ${from} to ${instant(untilMs, 1)} (${duration(untilMs - atMs)})`
}
