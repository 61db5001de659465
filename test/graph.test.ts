// The system as a picture: the same nodes and edges in every form, whatever the texts are; well-formed,
// nothing wider than its box, and `immuc graph` as a shell sees it.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { columns } from '../compiler/report/text-width.ts'
import { layoutOf } from '../graph/layout.ts'
import { mermaid } from '../graph/mermaid.ts'
import { type Picture, pictureOf } from '../graph/picture.ts'
import { svg } from '../graph/svg.ts'
import { fitted, xml } from '../graph/svg-text.ts'
import './support/fixed-seed.ts'
import { runImmuc } from './support/immuc.ts'
import { makeProject } from './support/project.ts'
import { compiled, type Fragment } from './support/system.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('graph')

const whole: Fragment = {
  scaling: { instances: 3 },
  database: {},
  domain: { zone: 'example.com', record: 'app' },
  access: { gateFrom: ['203.0.113.0/24', '198.51.100.7/32'], sshFrom: ['203.0.113.0/24'] },
}

async function picture(fragment: Fragment): Promise<Picture> {
  const { output } = await compiled(fragment)
  if (output === undefined) throw new Error('it does not compile')
  return pictureOf(output.system, { shop: 'shop-v1-0123456789ab' })
}

const cases: readonly [name: string, fragment: Fragment][] = [
  ['smallest', {}],
  ['reserved IP', { scaling: { ingress: 'reserved-ip' } }],
  ['with a database', { database: {} }],
  ['with a name', { domain: { zone: 'example.com', record: '@' } }],
  ['operators only', { access: { sshFrom: ['203.0.113.0/24'] } }],
  ['whole', whole],
]

for (const [name, fragment] of cases) {
  test(`${name}: every node and edge is drawn`, async () => {
    const drawn = await picture(fragment)
    const [flow, image] = [mermaid(drawn), svg(drawn)]
    for (const { id, lines } of drawn.nodes) {
      assert.match(flow, new RegExp(`^ +${id}[[(]`, 'm'))
      assert.match(image, `<title>${xml(lines.join(', '))}</title>`)
    }
    assert.is(flow.match(/--?>|\.->/g)?.length, drawn.edges.length)
    assert.is(image.match(/marker-end/g)?.length, drawn.edges.length)
  })

  test(`${name}: no box lies over another or beyond the picture`, async () => {
    const { width, height, nodes, region } = layoutOf(await picture(fragment))
    for (const [index, { id, box, place }] of nodes.entries()) {
      assert.ok(
        box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height,
      )
      for (const other of nodes.slice(index + 1))
        assert.not(overlap(box, other.box), `${id}, ${other.id}`)
      if (place === 'outside') assert.not(overlap(box, region), id)
    }
  })
}

type Box = { x: number; y: number; width: number; height: number }

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 80 }),
  fc.constantFrom(
    '"]; end',
    '`**a**`',
    '<script>',
    '&amp;',
    '#quot;',
    'a|b',
    '\\',
    ']])',
    '漢字'.repeat(40),
  ),
)

const withTexts = async (texts: readonly string[]): Promise<Picture> => {
  const drawn = await picture(whole)
  const text = (index: number) => texts[index % texts.length] ?? ''
  return {
    title: text(0),
    region: text(1),
    nodes: drawn.nodes.map((node, index) => ({ ...node, lines: [text(index), text(index + 1)] })),
    edges: drawn.edges.map((edge, index) => ({ ...edge, label: text(index + 2) })),
  }
}

const texts = fc.array(hostile, { minLength: 3, maxLength: 9 })

test('no text leaves its quotes in Mermaid', async () => {
  await fc.assert(
    fc.asyncProperty(texts, async (all) => {
      const lines = mermaid(await withTexts(all))
        .trimEnd()
        .split('\n')
      for (const line of lines.slice(1)) {
        const structure = line.replace(/"[^"]*"/g, 'Q')
        assert.match(
          structure,
          /^ +(end|subgraph \w+\[Q\]|\w+[[(/]+Q[\])/]+|\w+ (-->|-\.->)\|Q\| \w+)$/,
        )
        for (const [, inside = ''] of line.matchAll(/"([^"]*)"/g)) {
          assert.not.match(inside.replaceAll('<br/>', ''), /[<>`\\]/)
        }
      }
    }),
  )
})

test('a text is as wide as its box at most, and whole if it fits', () => {
  fc.assert(
    fc.property(hostile, fc.integer({ min: 20, max: 300 }), (text, width) => {
      const shown = fitted(text, width, 'more')
      assert.ok(columns(shown) * 7.1 <= width)
      if (columns(text.replace(/\s+/g, ' ')) * 7.1 <= width)
        assert.is(shown, text.replace(/\s+/g, ' '))
    }),
  )
})

const parse =
  'import sys, xml.dom.minidom as m; [m.parseString(s.encode()) for s in sys.stdin.read().split("\\f")]'

testWith(test, [program('python3')], 'the SVG is well-formed XML', async () => {
  const pictures = await Promise.all(fc.sample(texts, 60).map(withTexts))
  const { status, stderr } = spawnSync('python3', ['-c', parse], {
    input: pictures.map(svg).join('\f'),
    encoding: 'utf8',
  })
  assert.is(status, 0, stderr)
})

test('the command prints, or writes a file whole', () => {
  const project = makeProject({
    'system.config.json': JSON.stringify({
      app: { name: 'shop', artifact: { url: 'https://example.com/a', sha256: 'a'.repeat(64) } },
      version: 'v1',
      scaling: { region: 'ams3' },
    }),
  })
  try {
    assert.match(project.immuc(['graph']).stdout, /^flowchart LR\n/)
    assert.match(project.immuc(['graph', '--format', 'svg']).stdout, /^<svg /)
    assert.is(JSON.parse(project.immuc(['graph', '--format', 'json']).stdout).region, 'ams3')
    const run = project.immuc(['graph', '--format', 'svg', '--out', 'shop.svg'])
    assert.equal([run.status, run.stdout, run.stderr], [0, '', ''])
    assert.match(readFileSync(join(project.folder, 'shop.svg'), 'utf8'), /<\/svg>\n$/)
    const lost = project.immuc(['graph', '--out', 'nowhere/shop.svg'])
    assert.is(lost.status, 1)
    assert.match(
      lost.stderr,
      "immuc: `nowhere/shop.svg` can't be written: its folder does not exist",
    )
    assert.not(existsSync(join(project.folder, 'nowhere')))
  } finally {
    project.remove()
  }
})

test('a config that is wrong draws nothing', () => {
  const run = runImmuc(['graph', '--config', 'test/invalid/unknown-value/system.config.ts'])
  assert.equal([run.status, run.stdout], [1, ''])
  assert.match(run.stderr, 'Nothing was drawn.')
})

test.run()
