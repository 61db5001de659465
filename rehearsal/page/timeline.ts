// A rollout → its timeline: the requests on a canvas that the page's script fills, the lanes below
// it, and one axis for both.
import { type Figures, gapMs } from '../figures.ts'
import { count, counted, duration, instant } from '../quantity.ts'
import type { Rollout } from '../recording.ts'
import { type LatencyAxis, latencyAxis, type TimeAxis, timeAxis, timePosition } from './axes.ts'
import { dots } from './dots.ts'
import { lanes } from './lanes.ts'
import { lanesMarkup } from './lanes-markup.ts'
import { dataMarkup, type Markup, markup } from './markup.ts'
import { latencyTop, plotLayout } from './plot-layout.ts'

export function timelineMarkup(rollout: Rollout, known: Figures): Markup {
  const time = timeAxis(rollout)
  const latency = latencyAxis(rollout)
  return markup`
<figure class="timeline">
<div class="field" aria-hidden="true">${time.ticks.map((atMs) => line('tick', atMs, time))}
${line('edge', 0, time)}${line('edge', rollout.durationMs, time)}${gapMarkup(known, time)}<div class="cursor"></div></div>
<div class="plot" style="height:${plotLayout.height}px">
${latencyLabels(latency, known)}
<div class="dots" tabindex="0" role="group" aria-label="Requests. Left and right step through them, up and down through the lost ones.">
<canvas role="img" aria-label="${described(rollout, known)}"></canvas>
</div></div>
${lanesMarkup('Terraform', lanes(rollout, 'terraform', time))}
${lanesMarkup('Cloud', lanes(rollout, 'cloud', time))}
<div class="axis" aria-hidden="true">${time.ticks.map((atMs, index) => tickLabel(atMs, index, time))}</div>
<figcaption>Emulated minutes since <code>terraform apply</code> began.</figcaption>
<script type="application/json">${dataMarkup(dots(rollout, time, latency))}</script>
</figure>`
}

const line = (kind: string, atMs: number, time: TimeAxis): Markup =>
  markup`<div class="${kind}" style="left:${timePosition(atMs, time).toFixed(3)}%"></div>`

function gapMarkup(known: Figures, time: TimeAxis): Markup | undefined {
  if (!known.longestGap) return undefined
  const left = timePosition(known.longestGap.fromMs, time)
  const width = timePosition(known.longestGap.untilMs, time) - left
  const side = left + width > 60 ? 'leftward' : 'rightward'
  return markup`<div class="gap ${side}" style="left:${left.toFixed(3)}%;width:${width.toFixed(3)}%;height:${plotLayout.share.bottom}px"><b>longest gap ${duration(gapMs(known))}</b></div>`
}

function tickLabel(atMs: number, index: number, time: TimeAxis): Markup {
  const isSpare = index % 2 === 1 ? ' spare' : ''
  return markup`<span class="label${isSpare}" style="left:${timePosition(atMs, time).toFixed(3)}%">${instant(atMs)}</span>`
}

function latencyLabels(latency: LatencyAxis, { lost }: Figures): Markup {
  const label = (top: number, words: string, kind = '') =>
    markup`<span class="latency ${kind}" style="top:${top.toFixed(1)}px">${words}</span>`
  const { lost: strip, share } = plotLayout
  return markup`<div class="latencies" aria-hidden="true">
${label((strip.top + strip.bottom) / 2, `${count(lost)} lost`, lost === 0 ? '' : 'lost')}
${latency.ticks.map((tookMs) => label(latencyTop(tookMs, latency), duration(tookMs)))}
${label((share.top + share.bottom) / 2, 'answered by', 'share')}
</div>`
}

function described({ before, after, title }: Rollout, known: Figures): string {
  const gap = known.lost > 0 ? `, the longest gap ${duration(gapMs(known))}` : ''
  const latency =
    known.p50Ms === undefined || known.p99Ms === undefined
      ? ''
      : ` Half of the short ones took at most ${duration(known.p50Ms)}, 99 of 100 at most ${duration(known.p99Ms)}.`
  return `${title}: ${counted(known.requests, 'request')} over time while ${before.version} became ${after.version}; ${count(known.lost)} lost${gap}.${latency}`
}
