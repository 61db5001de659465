// A picture → an SVG that reads in light and dark, alone or as an image in a page. No text is wider
// than its box: a long one is shortened, and its whole is the box's title.
import { type Box, type Layout, type Line, layoutOf, type Placed } from './layout.ts'
import type { Picture } from './picture.ts'
import { fitted, xml } from './svg-text.ts'

export function svg(picture: Picture): string {
  const layout = layoutOf(picture)
  const { width, height } = layout
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" style="max-width:100%;height:auto">`,
    `<title>${xml(picture.title)}</title>`,
    `<desc>${xml(described(picture))}</desc>`,
    style,
    arrow,
    rect('page', { x: 0.5, y: 0.5, width: width - 1, height: height - 1 }, 10),
    ...frames(layout, picture),
    ...layout.lines.map(lineMark),
    ...layout.nodes.map(nodeMark),
    '</svg>',
    '',
  ].join('\n')
}

const described = ({ edges }: Picture): string =>
  edges.map(({ from, to, label }) => `${from} to ${to}: ${label}`).join('; ')

const style = `<style>
svg { --page: #ffffff; --edge: #d0d7de; --frame: #f6f8fa; --inner: #eaf3ff; --box: #ffffff; --line: #57606a; --ink: #1f2328; --soft: #57606a; --mark: #0969da; font-family: ui-sans-serif, system-ui, "Segoe UI", Helvetica, Arial, sans-serif; }
@media (prefers-color-scheme: dark) { svg { --page: #0d1117; --edge: #30363d; --frame: #151b23; --inner: #13233a; --box: #0d1117; --line: #9198a1; --ink: #f0f6fc; --soft: #9198a1; --mark: #4493f8; } }
.page { fill: var(--page); stroke: var(--edge); }
.region { fill: var(--frame); stroke: var(--edge); }
.network { fill: var(--inner); stroke: var(--mark); stroke-dasharray: 5 4; }
.box { fill: var(--box); stroke: var(--line); stroke-width: 1.4; }
.main { stroke: var(--mark); stroke-width: 2; }
.line { fill: none; stroke: var(--line); stroke-width: 1.6; }
.dashed { stroke-dasharray: 5 4; }
.head { fill: var(--line); }
.what { fill: var(--ink); font-size: 14px; font-weight: 600; text-anchor: middle; }
.more { fill: var(--soft); font-size: 11.5px; font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; text-anchor: middle; }
.place { fill: var(--soft); font-size: 12px; font-weight: 600; }
.label { fill: var(--soft); font-size: 12px; text-anchor: middle; }
</style>`

const arrow =
  '<defs><marker id="head" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" markerUnits="userSpaceOnUse" orient="auto"><path class="head" d="M0 0 8 4 0 8z"/></marker></defs>'

const rect = (names: string, { x, y, width, height }: Box, radius: number): string =>
  `<rect class="${names}" x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}"/>`

const frames = ({ region, network }: Layout, picture: Picture): string[] => [
  rect('region', region, 10),
  written(
    'place',
    `DigitalOcean, ${picture.region}`,
    region.x + 16,
    region.y + 26,
    region.width - 32,
  ),
  rect('network', network, 8),
  written('place', 'private network', network.x + 14, network.y + 24, network.width - 28),
]

const written = (style_: string, text: string, x: number, y: number, width: number): string =>
  `<text class="${style_}" x="${x}" y="${y}">${xml(fitted(text, width, style_))}</text>`

function lineMark({ points, label, labelAt: [x, y], isDashed = false }: Line): string {
  const path = points.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${px} ${py}`).join(' ')
  return [
    `<path class="line${isDashed ? ' dashed' : ''}" d="${path}" marker-end="url(#head)"/>`,
    written('label', label, x, y, 200),
  ].join('\n')
}

function nodeMark({ id, shape, lines, box }: Placed): string {
  const whole = lines.join(', ')
  return [
    '<g>',
    `<title>${xml(whole)}</title>`,
    ...shapeMarks(shape, box, id === 'droplets' || id === 'database' || id === 'ingress'),
    ...textMarks(lines, box),
    '</g>',
  ].join('\n')
}

function shapeMarks(shape: Placed['shape'], box: Box, isMain: boolean): string[] {
  const names = isMain ? 'box main' : 'box'
  if (shape === 'database') return cylinder(names, box)
  if (shape !== 'machines') return [rect(names, box, shape === 'person' ? box.height / 2 : 6)]
  const behind = [10, 5].map((by) => ({ ...box, x: box.x + by, y: box.y - by }))
  return [...behind, box].map((one) => rect(names, one, 6))
}

function cylinder(names: string, { x, y, width, height }: Box): string[] {
  const [rx, ry] = [width / 2, 9]
  const body = `M${x} ${y} v${height} a${rx} ${ry} 0 0 0 ${width} 0 v${-height}`
  const lid = `M${x} ${y} a${rx} ${ry} 0 0 1 ${width} 0 a${rx} ${ry} 0 0 1 ${-width} 0z`
  return [`<path class="${names}" d="${body}"/>`, `<path class="${names}" d="${lid}"/>`]
}

function textMarks(lines: readonly string[], { x, y, width, height }: Box): string[] {
  const step = 19
  const first = y + height / 2 - ((lines.length - 1) * step) / 2 + 5
  return lines.map((line, index) =>
    written(index === 0 ? 'what' : 'more', line, x + width / 2, first + index * step, width - 20),
  )
}
