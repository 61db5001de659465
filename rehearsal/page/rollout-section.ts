// A rollout → its section of the page: what became of what, the figures, the timeline, and the same
// once more as tables that can be read, searched and copied.
import { type Figures, gapMs, isLost } from '../figures.ts'
import { count, counted, duration, instant } from '../quantity.ts'
import type { Fleet, Moment, Request, Rollout } from '../recording.ts'
import { type Markup, markup } from './markup.ts'
import { timelineMarkup } from './timeline.ts'

export const sectionMarkup = (rollout: Rollout, known: Figures, id: string): Markup => markup`
<section id="${id}" aria-labelledby="${id}-title">
<h2 id="${id}-title">${rollout.title}</h2>
<p class="change">${fleets(rollout)}</p>
<p class="figures">${sentence(known)}</p>
${refusalMarkup(rollout)}
${timelineMarkup(rollout, known)}
${lostMarkup(rollout.requests.filter(isLost))}
${momentsMarkup(rollout.moments)}
</section>`

/** The colours of the timeline are explained where the versions are named. */
function fleets({ before, after }: Rollout): Markup {
  const isSame = before.release !== undefined && before.release === after.release
  const from = fleetMarkup(before, isSame ? 'after' : 'before')
  return markup`${from} <span aria-label="becomes">→</span> ${fleetMarkup(after, 'after')}`
}

const fleetMarkup = ({ version, release, instances }: Fleet, side: string): Markup =>
  markup`<span class="fleet ${side}"><strong>${version}</strong>${release === undefined ? '' : markup` <code>${release}</code>`} on ${counted(instances, 'instance')}</span>`

function sentence(known: Figures): Markup {
  const lost =
    known.lost === 0
      ? markup`<strong>none lost</strong>`
      : markup`<strong class="lost">${count(known.lost)} lost</strong>, longest gap ${duration(gapMs(known))}`
  const latency =
    known.p50Ms === undefined || known.p99Ms === undefined
      ? ''
      : ` Median ${duration(known.p50Ms)}, 99th percentile ${duration(known.p99Ms)}.`
  return markup`${counted(known.requests, 'request')} in ${duration(known.durationMs)}, ${lost}.${latency}`
}

function refusalMarkup({ wentAsExpected, refusal }: Rollout): Markup | undefined {
  const verdict = wentAsExpected
    ? undefined
    : markup`<p class="unexpected">This did not go as expected.</p>`
  if (refusal === undefined) return verdict
  return markup`${verdict}
<details class="refusal"${wentAsExpected ? undefined : markup` open`}><summary>Terraform refused${wentAsExpected ? ', as it should' : ''}</summary><pre tabindex="0">${refusal}</pre></details>`
}

const mostRows = 500

function lostMarkup(lost: readonly Request[]): Markup | undefined {
  if (lost.length === 0) return undefined
  const rest = lost.length > mostRows ? ` (the first ${count(mostRows)})` : ''
  return markup`
<details><summary>${counted(lost.length, 'lost request')} as a table${rest}</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Lost requests"><table><thead><tr><th scope="col">At</th><th scope="col">Status</th><th scope="col">What happened</th><th scope="col">Waited</th><th scope="col">Connection</th><th scope="col">Request</th></tr></thead><tbody>
${lost
  .slice(0, mostRows)
  .map(
    ({ atMs, status, fault, tookMs, connection, length }) =>
      markup`<tr><td>${instant(atMs, 3)}</td><td>${status === 0 ? 'none' : status}</td><td>${fault}</td><td>${duration(tookMs)}</td><td>${connection}</td><td>${length}</td></tr>`,
  )}
</tbody></table></div></details>`
}

function momentsMarkup(moments: readonly Moment[]): Markup | undefined {
  if (moments.length === 0) return undefined
  return markup`
<details><summary>${counted(moments.length, 'event')} as a table</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Events"><table><thead><tr><th scope="col">At</th><th scope="col">For</th><th scope="col">By</th><th scope="col">Which</th><th scope="col">What</th></tr></thead><tbody>
${moments.toSorted((a, b) => a.atMs - b.atMs).map(momentRow)}
</tbody></table></div></details>`
}

const momentRow = ({ atMs, untilMs, source, subject, what }: Moment): Markup =>
  markup`<tr><td>${instant(atMs, 1)}</td><td>${untilMs === undefined ? '' : duration(untilMs - atMs)}</td><td>${source}</td><td><code>${subject}</code></td><td>${what}</td></tr>`
