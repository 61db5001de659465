// A plot → its canvas: a dot per request, a cross per lost one, and which release has answered when.
import type { Side } from '../dots.ts'
import { plotLayout } from '../plot-layout.ts'
import type { Dot, Plot } from './requests.ts'

const sides: readonly Side[] = ['unknown', 'before', 'after']

export function draw(canvas: HTMLCanvasElement, plot: Plot): void {
  const { clientWidth: width, clientHeight: height } = canvas
  const density = window.devicePixelRatio
  canvas.width = Math.round(width * density)
  canvas.height = Math.round(height * density)
  const context = canvas.getContext('2d')
  if (!context) return
  context.scale(density, density)
  const colour = colours(canvas)
  context.fillStyle = colour('--strip')
  context.fillRect(0, plotLayout.lost.top, width, plotLayout.lost.bottom - plotLayout.lost.top)
  const answered = plot.dots.filter(({ kind }) => !kind.lost)
  const lost = plot.dots.filter(({ kind }) => kind.lost)
  for (const side of sides) {
    const own = answered.filter(({ kind }) => kind.side === side)
    fillDots(context, plot, own, colour(`--${side}`))
  }
  drawShares(context, plot, answered, colour)
  drawLost(context, plot, lost, colour('--lost'))
  canvas.dataset.dots = String(answered.length)
  canvas.dataset.lost = String(lost.length)
}

const colours = (element: Element) => {
  const style = getComputedStyle(element)
  return (name: string) => style.getPropertyValue(name)
}

/** The more there are, the smaller and the fainter, so that a crowd still shows its shape. */
function fillDots(
  context: CanvasRenderingContext2D,
  plot: Plot,
  dots: readonly Dot[],
  colour: string,
): void {
  const { clientWidth: width } = context.canvas
  const crowd = plot.dots.length / width
  const radius = crowd < 3 ? 2 : crowd < 15 ? 1.5 : 1.1
  context.globalAlpha = crowd < 3 ? 0.75 : crowd < 15 ? 0.5 : 0.35
  context.fillStyle = colour
  for (const dot of dots) {
    context.beginPath()
    context.arc(plot.left(dot.atMs, width), plot.top(dot), radius, 0, 7)
    context.fill()
  }
  context.globalAlpha = 1
}

const binWidth = 3

function drawShares(
  context: CanvasRenderingContext2D,
  plot: Plot,
  dots: readonly Dot[],
  colour: (name: string) => string,
): void {
  const { clientWidth: width } = context.canvas
  const { top, bottom } = plotLayout.share
  const bins: Record<Side, number>[] = []
  for (const dot of dots) {
    const bin = Math.min(
      Math.floor(plot.left(dot.atMs, width) / binWidth),
      Math.ceil(width / binWidth) - 1,
    )
    bins[bin] ??= { before: 0, after: 0, unknown: 0 }
    bins[bin][dot.kind.side] += 1
  }
  bins.forEach((counts, bin) => {
    const total = counts.before + counts.after + counts.unknown
    let from = bottom
    for (const side of sides) {
      const part = ((bottom - top) * counts[side]) / total
      context.fillStyle = colour(`--${side}`)
      context.fillRect(bin * binWidth, from - part, binWidth, part)
      from -= part
    }
  })
}

const arm = 5

function drawLost(
  context: CanvasRenderingContext2D,
  plot: Plot,
  dots: readonly Dot[],
  colour: string,
): void {
  const { clientWidth: width } = context.canvas
  context.strokeStyle = colour
  context.globalAlpha = 0.3
  strokeAll(context, 1, dots, (dot) => {
    const x = plot.left(dot.atMs, width)
    context.moveTo(x, plotLayout.lost.bottom)
    context.lineTo(x, plotLayout.share.bottom)
  })
  context.globalAlpha = 1
  strokeAll(context, 2, dots, (dot) => {
    const [x, y] = [plot.left(dot.atMs, width), plot.top(dot)]
    context.moveTo(x - arm, y - arm)
    context.lineTo(x + arm, y + arm)
    context.moveTo(x - arm, y + arm)
    context.lineTo(x + arm, y - arm)
  })
}

function strokeAll(
  context: CanvasRenderingContext2D,
  thickness: number,
  dots: readonly Dot[],
  trace: (dot: Dot) => void,
): void {
  context.lineWidth = thickness
  context.beginPath()
  for (const dot of dots) trace(dot)
  context.stroke()
}
