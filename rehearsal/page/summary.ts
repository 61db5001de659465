// A recording → the top of the page: the verdict, what was rehearsed with what, and a row of figures
// for every rollout.
import { type Figures, gapMs } from '../figures.ts'
import { count, counted, duration } from '../quantity.ts'
import type { Recording, Rollout } from '../recording.ts'
import { type Markup, markup } from './markup.ts'

export type Shown = { rollout: Rollout; known: Figures; id: string }

export function verdict(all: readonly Shown[]): string {
  const sum = (of: (figures: Figures) => number) =>
    all.reduce((total, { known }) => total + of(known), 0)
  const [lost, requests] = [sum((one) => one.lost), sum((one) => one.requests)]
  const unexpected = all.filter(({ rollout }) => !rollout.wentAsExpected).length
  const isFine = lost === 0
  const first = isFine
    ? requests === 0
      ? 'No request was sent'
      : 'No request was lost'
    : `${count(lost)} of ${counted(requests, 'request')} ${lost === 1 ? 'was' : 'were'} lost`
  if (unexpected === 0) return first
  return `${first}, ${isFine ? 'but' : 'and'} ${counted(unexpected, 'rollout')} did not go as expected`
}

export function settingMarkup(recording: Recording): Markup {
  const { artifact, provider, terraformVersion, speed, requestsPerSecond } = recording
  const entries: readonly [string, string][] = [
    ['App', artifact === 'own' ? 'your own artifact' : 'the demo app under your settings'],
    ['Terraform', `${terraformVersion}, stock`],
    [
      'Provider',
      provider === 'real' ? 'digitalocean, the real one' : 'a stand-in for digitalocean',
    ],
    ['Cloud', 'emulated on one machine'],
    ['Load', `${count(requestsPerSecond)} requests a second`],
    ['Clock', speed === 1 ? 'real time' : `${count(speed)} times as fast`],
  ]
  return markup`<dl class="setting">${entries.map(
    ([term, words]) => markup`<div><dt>${term}</dt><dd>${words}</dd></div>`,
  )}</dl>`
}

// Roles, because a table that is laid out as blocks on a narrow screen would lose its own.
export const summaryMarkup = (all: readonly Shown[]): Markup => markup`
<table class="summary" role="table"><caption class="unseen">Figures of each rollout</caption>
<thead role="rowgroup"><tr role="row">${columns.map(
  ([name]) => markup`<th role="columnheader" scope="col">${name}</th>`,
)}</tr></thead>
<tbody role="rowgroup">${all.map(summaryRow)}</tbody></table>`

const columns: readonly [string, (shown: Shown) => Markup][] = [
  ['Rollout', ({ rollout, id }) => markup`<a href="#${id}">${rollout.title}</a>`],
  ['Requests', ({ known }) => markup`${count(known.requests)}`],
  [
    'Lost',
    ({ known: { lost } }) =>
      lost === 0 ? markup`0` : markup`<strong class="lost">${count(lost)}</strong>`,
  ],
  ['Longest gap', ({ known }) => markup`${known.lost === 0 ? '–' : duration(gapMs(known))}`],
  ['p50', ({ known }) => latency(known.p50Ms)],
  ['p99', ({ known }) => latency(known.p99Ms)],
  ['Duration', ({ known }) => markup`${duration(known.durationMs)}`],
  ['Outcome', ({ rollout }) => markup`${outcome(rollout)}`],
]

const latency = (value: number | undefined): Markup =>
  markup`${value === undefined ? '–' : duration(value)}`

const outcome = ({ wentAsExpected, refusal }: Rollout): Markup => {
  if (!wentAsExpected) return markup`<strong class="lost">not as expected</strong>`
  return markup`${refusal === undefined ? 'applied' : 'refused, rightly'}`
}

const summaryRow = (shown: Shown): Markup =>
  markup`<tr role="row">${columns.map(([name, cell], index) =>
    index === 0
      ? markup`<th role="rowheader" scope="row">${cell(shown)}</th>`
      : markup`<td role="cell" data-name="${name}">${cell(shown)}</td>`,
  )}</tr>`
