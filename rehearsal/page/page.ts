// A recording → the report page, one HTML file that asks the network for nothing and runs no script
// but its own.
import { createHash } from 'node:crypto'
import { figures } from '../figures.ts'
import type { Recording } from '../recording.ts'
import { type Markup, markup } from './markup.ts'
import { program, style } from './page-assets.gen.js'
import { sectionMarkup } from './rollout-section.ts'
import { type Shown, settingMarkup, summaryMarkup, verdict } from './summary.ts'

/** By which a report of ours is known. */
export const reportMark = '<meta name="generator" content="immuc rehearse">'

export function page(recording: Recording): string {
  const all = recording.rollouts.map((rollout, index) => ({
    ...{ rollout, known: figures(rollout), id: `rollout-${index + 1}` },
  }))
  return pageMarkup(recording, all).html
}

const pageMarkup = (recording: Recording, all: readonly Shown[]): Markup => markup`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
${{ html: reportMark }}
<meta name="color-scheme" content="light dark">
<link rel="icon" href="data:,">
<title>${recording.app}: ${verdict(all)}</title>
<style>${{ html: style }}</style>
</head>
<body>
<header>
<p class="what"><code>immuc rehearse</code> · ${recording.app}</p>
<h1${isFine(all) ? undefined : markup` class="lost"`}>${verdict(all)}</h1>
${settingMarkup(recording)}
</header>
<main>
${summaryMarkup(all)}
<p class="note">Latencies are real, of short requests that were answered. Everything else is in emulated time. A request is lost if it got no answer, a cut one, or a server’s failure (5xx); a gap lasts from the first lost request to the next that was answered.</p>
<noscript><p class="note">Without scripts the dots of the timelines are missing; the figures and the tables are whole.</p></noscript>
${all.map(({ rollout, known, id }) => sectionMarkup(rollout, known, id))}
</main>
<div id="details" role="status" aria-live="polite" hidden></div>
<script>${{ html: program }}</script>
</body>
</html>
`

const isFine = (all: readonly Shown[]): boolean =>
  all.every(({ rollout, known }) => known.lost === 0 && rollout.wentAsExpected)

const digest = createHash('sha256').update(program).digest('base64')
const policy = `default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`
