// The report page and the picture of a system as they look in a real Chromium, on a phone and on a desk,
// in light and dark: nothing sticks out, and every text stands out from what is behind it.
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { pictureOf } from '../graph/picture.ts'
import { svg } from '../graph/svg.ts'
import { page } from '../rehearsal/page/page.ts'
import { type Chromium, chromiumNeed, type Look, startChromium } from './support/chromium.ts'
import { root } from './support/root.ts'
import {
  syntheticMoments,
  syntheticRecording,
  syntheticRequests,
  syntheticRollout,
} from './support/synthetic-recording.ts'
import { compiled } from './support/system.ts'
import { testWith } from './support/tools.ts'

const test = suite('looks')

const folder = mkdtempSync(join(tmpdir(), 'immuc-looks-'))
let browser: Chromium | undefined

test.after(async () => {
  await browser?.close()
  rmSync(folder, { recursive: true, force: true })
})

const load = { requests: 500, fromMs: -10_000, untilMs: 160_000 }
const recording = syntheticRecording({
  rollouts: [
    syntheticRollout({
      requests: syntheticRequests({ ...load, shift: [60_000, 95_000] }),
      moments: syntheticMoments(),
    }),
    syntheticRollout({
      requests: syntheticRequests({ ...load, outage: [58_000, 67_000] }),
      wentAsExpected: false,
      refusal: `Error: ${'a-very-long-word-of-terraform/'.repeat(9)}`,
    }),
  ],
})

const { output } = await compiled({
  scaling: { instances: 3 },
  database: { nodes: 2, size: 'db-s-1vcpu-2gb' },
  domain: { zone: 'deploy.example.com', record: 'app' },
  access: { sshFrom: ['203.0.113.0/24'], sshKeys: ['laptop'] },
})
assert.ok(output)

const documents: Readonly<Record<string, string>> = {
  'page.html': page(recording),
  'picture.svg': svg(pictureOf(output.system, { shop: 'shop-v1-8e5a1c0b2d3f' })),
}

// The least that WCAG asks of a small text.
const leastContrast = 4.5

const widest = 'Math.max(document.documentElement.scrollWidth, document.body?.scrollWidth ?? 0)'

/** Run in the page: of each text, its colour against what is painted behind it. */
const faintTexts = `(() => {
  const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true })
  const shown = (colours) => {
    for (const colour of colours) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1) }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3)
  }
  const light = (channels) => channels
    .map((one) => one / 255)
    .map((one) => one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4)
    .reduce((sum, one, index) => sum + one * [0.2126, 0.7152, 0.0722][index], 0)
  const isSvg = (element) => element instanceof SVGElement
  const isDrawn = (element) => isSvg(element) && !(element instanceof SVGSVGElement)
  const paint = (element) => {
    const { fill, backgroundColor } = getComputedStyle(element)
    const colour = isDrawn(element) ? fill : backgroundColor
    return colour === 'none' ? 'transparent' : colour
  }
  // From the paper up to what is right behind the text.
  const behind = (element, x, y) => {
    const below = document.elementsFromPoint(x, y)
      .filter((one) => !(one instanceof SVGTextElement) && (one === element || !element.contains(one)))
    const paper = paint(document.body ?? document.documentElement)
    return ['white', paper, ...below.map(paint).reverse()]
  }
  const owners = new Set()
  const walker = document.createTreeWalker(document, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) if (walker.currentNode.data.trim()) owners.add(walker.currentNode.parentElement)
  return [...owners].flatMap((element) => {
    if (['STYLE', 'SCRIPT', 'TITLE', 'style', 'title', 'desc'].includes(element.tagName)) return []
    if (!element.checkVisibility({ contentVisibilityAuto: true })) return []
    element.scrollIntoView({ block: 'center', inline: 'center' })
    const { x, y, width, height } = element.getBoundingClientRect()
    if (width <= 1 || height <= 1) return []
    const layers = behind(element, x + width / 2, y + height / 2)
    const { fill, color } = getComputedStyle(element)
    const [back, front] = [shown(layers), shown([...layers, isSvg(element) ? fill : color])]
    const [high, low] = [light(front), light(back)].sort((a, b) => b - a)
    const contrast = (high + 0.05) / (low + 0.05)
    const told = element.textContent.trim().slice(0, 40) + ': ' + contrast.toFixed(2) + ' on ' + back
    return contrast < ${leastContrast} ? [told] : []
  })
})()`

test('the pictures in the docs are there in light and dark, and small', () => {
  const pictures = join(root, 'docs/pictures')
  const names = readdirSync(pictures).sort()
  const both = (name: string) => ['dark', 'light'].map((scheme) => `${name}-${scheme}.png`)
  assert.equal(names, ['graph', 'readme-diagram', 'rehearsal'].flatMap(both))
  for (const name of names) {
    const { size } = statSync(join(pictures, name))
    assert.ok(size < 150_000, `${name} has ${size} bytes`)
  }
})

testWith(test, [chromiumNeed], 'a text that is too faint is told of, and why', async () => {
  browser ??= startChromium()
  const grey = '<p style="background: rgb(0 0 0 / 50%); color: #999">faint</p><p>plain</p>'
  const url = `data:text/html,${encodeURIComponent(grey)}`
  const told = await browser.ask<string[]>({ url, width: 360, scheme: 'light' }, faintTexts)
  assert.is(told.length, 1)
  assert.match(told[0] ?? '', /^faint: 1\.\d+ on 1\d\d,/)
})

for (const [name, text] of Object.entries(documents)) {
  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [360, 1280]) {
      testWith(test, [chromiumNeed], `${name}, ${scheme}, ${width} pixels`, async () => {
        browser ??= startChromium()
        const file = join(folder, name)
        writeFileSync(file, text)
        const look: Look = { url: `file://${file}`, width, scheme }
        if (name.endsWith('.html')) assert.is(await browser.ask(look, widest), width)
        assert.equal(await browser.ask(look, faintTexts), [])
      })
    }
  }
}

test.run()
