// A picture → where everything of it stands. The layout is written for this shape of system: what
// comes from outside on the left, the way in, the droplets, the database; the image below.
import type { Edge, Node, Picture } from './picture.ts'

export type Box = { x: number; y: number; width: number; height: number }

export type Placed = Node & { box: Box }

export type Line = Edge & {
  /** Its corners, from start to end. */
  points: readonly (readonly [x: number, y: number])[]
  /** Where its label stands, in the middle. */
  labelAt: readonly [x: number, y: number]
}

export type Layout = {
  width: number
  height: number
  region: Box
  network: Box
  nodes: readonly Placed[]
  lines: readonly Line[]
}

const margin = 24
const nodeHeight = 64
const outside = { x: margin, width: 200 }
const ingress = { x: 324, width: 160 }
const droplets = { x: 620, width: 240 }
const database = { x: 940, width: 210 }
const frameX = 264
const networkX = droplets.x - 28

export function layoutOf({ nodes, edges }: Picture): Layout {
  const has = (id: Node['id']) => nodes.some((node) => node.id === id)
  const mainRow = has('dns') ? 208 : 120
  const boxes = boxesOf(has, mainRow)
  const placed = nodes.map((node) => ({ ...node, box: boxes[node.id] }))
  const right = rightOf(has('database') ? database : droplets)
  const network = { x: networkX, y: mainRow - 52, width: right - networkX + 28, height: 148 }
  const region = { x: frameX, y: mainRow - 96, width: rightOf(network) + 20 - frameX, height: 212 }
  const all = [region, ...placed.map(({ box }) => box)]
  return {
    width: Math.max(...all.map(rightOf)) + margin,
    height: Math.max(...all.map(({ y, height }) => y + height)) + margin,
    region,
    network,
    nodes: placed,
    lines: edges.map((edge) => lineOf(edge, boxes)),
  }
}

const rightOf = ({ x, width }: Pick<Box, 'x' | 'width'>): number => x + width

type Boxes = Readonly<Record<Node['id'], Box>>

function boxesOf(has: (id: Node['id']) => boolean, mainRow: number): Boxes {
  const height = nodeHeight
  const below = mainRow + 156
  const isCrowded = has('gate') || has('operators')
  return {
    dns: { ...outside, width: 300, y: margin, height },
    clients: { ...outside, y: mainRow, height },
    gate: { ...outside, y: below, height },
    operators: { ...outside, y: has('gate') ? below + 84 : below, height },
    ingress: { ...ingress, y: mainRow, height },
    droplets: { ...droplets, y: mainRow, height },
    database: { ...database, y: mainRow, height },
    // What comes from the left passes it by.
    image: { x: droplets.x + (isCrowded ? 88 : -4), width: 248, y: below, height: 82 },
  }
}

function lineOf(edge: Edge, boxes: Boxes): Line {
  const [from, to] = [boxes[edge.from], boxes[edge.to]]
  if (edge.to === 'dns') return straightUp(edge, from, to)
  if (edge.from === 'image') return straightUp(edge, from, to)
  if (edge.from === 'gate') return elbow(edge, from, to, 34)
  if (edge.from === 'operators') return elbow(edge, from, to, 66)
  return across(edge, from, to)
}

const middle = ({ y, height }: Box): number => y + height / 2
const centre = ({ x, width }: Box): number => x + width / 2

function across(edge: Edge, from: Box, to: Box): Line {
  const [start, end, y] = [rightOf(from), to.x, middle(from)]
  // Not on the border of a frame.
  const isIntoNetwork = start < networkX && end > networkX
  const [left, right] = isIntoNetwork ? [start, networkX] : [Math.max(start, frameX), end]
  return {
    ...edge,
    points: [
      [start, y],
      [end, y],
    ],
    labelAt: [(left + right) / 2, y - 9],
  }
}

function straightUp(edge: Edge, from: Box, to: Box): Line {
  const [start, end] = [from.y, to.y + to.height]
  const x = Math.min(centre(from), rightOf(to) - 40)
  return {
    ...edge,
    points: [
      [x, start],
      [x, end],
    ],
    labelAt: [x + 30, start - 14],
  }
}

/** To the right, then up to the droplets from below, `inset` from their left side. */
function elbow(edge: Edge, from: Box, to: Box, inset: number): Line {
  const [y, x] = [middle(from), to.x + inset]
  const start = rightOf(from)
  return {
    ...edge,
    points: [
      [start, y],
      [x, y],
      [x, to.y + to.height],
    ],
    labelAt: [(start + rightOf(ingress)) / 2, y - 9],
  }
}
