// The report page as a text, and in a real Chromium: nothing breaks out of it, nothing leaves it, and
// it shows every request and event.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { page } from '../rehearsal/page/page.ts'
import type { Recording } from '../rehearsal/recording.ts'
import {
  syntheticMoments,
  syntheticRecording,
  syntheticRequest,
  syntheticRequests,
  syntheticRollout,
} from './support/synthetic-recording.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('report page')

const load = { requests: 2_000, fromMs: -10_000, untilMs: 160_000 }
const moments = syntheticMoments()
const recording = syntheticRecording({
  rollouts: [
    syntheticRollout({
      requests: syntheticRequests({ ...load, shift: [60_000, 95_000] }),
      moments,
    }),
    syntheticRollout({
      requests: syntheticRequests({ ...load, requests: 20_000, outage: [58_000, 67_000] }),
      wentAsExpected: false,
      refusal: 'Error: never healthy',
    }),
    syntheticRollout(),
  ],
})

const count = (html: string, pattern: RegExp): number => [...html.matchAll(pattern)].length

test('asks the network for nothing', () => {
  const html = page(recording)
  assert.not.match(html, /https?:\/\//)
  assert.not.match(html, /<link(?! rel="icon" href="data:,")|<img|@import|\burl\(/)
  assert.match(html, /default-src &#39;none&#39;/)
})

test('has a row for every rollout, every event and every lost request', () => {
  const html = page(recording)
  assert.is(count(html, /<tr role="row"><th role="rowheader"/g), 3)
  assert.is(count(html, /class="bar /g), moments.length)
  const lost = recording.rollouts[1]?.requests.filter(({ status }) => status !== 200).length ?? 0
  assert.ok(lost > 500, `${lost} were lost`)
  assert.match(html, new RegExp(`${lost.toLocaleString('en')} lost requests as a table`))
})

test('says first what matters most', () => {
  const title = (one: Recording) => page(one).match(/<h1[^>]*>(.*?)<\/h1>/)?.[1]
  assert.match(title(recording) ?? '', /^1,\d{3} of 22,000 requests were lost, and 1 rollout did/)
  assert.is(title(syntheticRecording()), 'No request was sent')
  const fine = syntheticRollout({ requests: [syntheticRequest()] })
  assert.is(title(syntheticRecording({ rollouts: [fine] })), 'No request was lost')
})

const hostile =
  '</script></title></style><script>document.title="broken"</script><img src=x onerror=alert(1)>"\'`&amp;${x}\u202E\u0000\uD800 <!-- 🦊'

const hostileRecording = syntheticRecording({
  app: hostile,
  terraformVersion: hostile,
  rollouts: [
    syntheticRollout({
      title: hostile,
      before: { version: hostile, release: hostile, instances: 1 },
      refusal: hostile,
      requests: [
        syntheticRequest({ status: 0, fault: hostile }),
        syntheticRequest({ atMs: 5, release: hostile }),
      ],
      moments: [{ atMs: 1, source: 'cloud', subject: hostile, what: hostile }],
    }),
  ],
})

test('a hostile text stays a text', () => {
  const html = page(hostileRecording)
  assert.is(count(html, /<script/g), 2)
  assert.is(count(html, /<\/script/g), 2)
  assert.is(count(html, /<(img|title)/g), 1)
  assert.not.ok(html.includes('\u202E') || html.includes('\u0000'))
})

const browser = program('chromium')
const folder = mkdtempSync(join(tmpdir(), 'immuc-page-'))
test.after(() => rmSync(folder, { recursive: true, force: true }))

/** The document as Chromium has it once its scripts have run. */
function rendered(one: Recording, width: number): { dom: string; log: string } {
  const [file, log] = [join(folder, 'page.html'), join(folder, 'log')]
  // It tells of itself what a test wants to know, from a program that its policy lets in.
  writeFileSync(file, page(one))
  const words = ['--headless', '--no-sandbox', '--disable-gpu', '--hide-scrollbars']
  const size = [`--window-size=${width},6000`, '--virtual-time-budget=4000']
  const own = [
    `--user-data-dir=${join(folder, 'profile')}`,
    '--enable-logging',
    `--log-file=${log}`,
  ]
  const dom = execFileSync(
    'chromium',
    [...words, ...size, ...own, '--dump-dom', `file://${file}`],
    {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: 120_000,
    },
  )
  return { dom, log: execFileSync('cat', [log], { encoding: 'utf8' }) }
}

const numbers = (dom: string, name: string): number[] =>
  [...dom.matchAll(new RegExp(`<canvas[^>]* data-${name}="(\\d+)"`, 'g'))].map((one) =>
    Number(one[1]),
  )

for (const width of [500, 1280]) {
  testWith(test, [browser], `Chromium draws every request, at ${width} pixels`, () => {
    const { dom, log } = rendered(recording, width)
    const drawn = numbers(dom, 'dots').map(
      (dots, index) => dots + (numbers(dom, 'lost')[index] ?? 0),
    )
    assert.equal(drawn, [2_000, 20_000, 0])
    assert.not.match(log, /CONSOLE/, log)
  })
}

testWith(test, [browser], 'in Chromium a hostile text runs nothing', () => {
  const { dom, log } = rendered(hostileRecording, 1280)
  assert.not.match(dom, /<title>broken/)
  assert.equal(numbers(dom, 'lost'), [1])
  assert.equal(numbers(dom, 'dots'), [1])
  assert.not.match(log, /CONSOLE/, log)
})

test.run()
