// A timeline → its canvas drawn, again whenever width or colours change; requests answer to the
// pointer, to a finger and to the arrow keys.
import { hideDetails, showDetails } from './details.ts'
import { draw } from './draw.ts'
import { requestText } from './request-text.ts'
import { nearest, type Plot, readPlot } from './requests.ts'

export function startPlot(timeline: HTMLElement): void {
  const canvas = timeline.querySelector('canvas')
  const area = timeline.querySelector<HTMLElement>('.dots')
  const data = timeline.querySelector('script')?.textContent
  if (!canvas || !area || !data) return
  const plot = readPlot(data)
  const redraw = () => draw(canvas, plot)
  whenSeen(timeline, () => {
    new ResizeObserver(redraw).observe(canvas)
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', redraw)
  })
  const show = (index: number) => showRequest(timeline, area, plot, index)
  area.addEventListener('pointermove', ({ offsetX, offsetY }) => {
    const index = nearest(plot, offsetX, offsetY, area.clientWidth)
    if (index === undefined) hide(timeline)
    else show(index)
  })
  area.addEventListener('pointerdown', ({ offsetX, offsetY }) => {
    const index = nearest(plot, offsetX, offsetY, area.clientWidth)
    if (index !== undefined) show(index)
  })
  area.addEventListener('pointerleave', ({ pointerType }) => {
    if (pointerType === 'mouse') hide(timeline)
  })
  area.addEventListener('blur', () => hide(timeline))
  stepThrough(area, plot, show)
}

/** A long page draws what is looked at. */
function whenSeen(element: Element, start: () => void): void {
  const observer = new IntersectionObserver(
    (entries) => {
      if (!entries.some(({ isIntersecting }) => isIntersecting)) return
      observer.disconnect()
      start()
    },
    { rootMargin: '600px' },
  )
  observer.observe(element)
}

function showRequest(timeline: HTMLElement, area: HTMLElement, plot: Plot, index: number): void {
  const dot = plot.dots[index]
  if (dot === undefined) return
  const { left, top } = area.getBoundingClientRect()
  const x = plot.left(dot.atMs, area.clientWidth)
  timeline.classList.add('pointed')
  const cursor = timeline.querySelector<HTMLElement>('.cursor')
  if (cursor) cursor.style.left = `${x}px`
  showDetails(requestText(dot), left + x, top + plot.top(dot))
}

function hide(timeline: HTMLElement): void {
  timeline.classList.remove('pointed')
  hideDetails()
}

function stepThrough(area: HTMLElement, { dots }: Plot, show: (index: number) => void): void {
  let current = -1
  area.addEventListener('keydown', (event) => {
    const next = step(event.key, current)
    if (next === undefined) return
    event.preventDefault()
    if (next < 0) return
    current = next
    show(next)
  })

  function step(key: string, from: number): number | undefined {
    const isLost = ({ kind }: Plot['dots'][number]) => kind.lost
    if (key === 'ArrowRight') return Math.min(dots.length - 1, from + 1)
    if (key === 'ArrowLeft') return Math.max(0, from - 1)
    if (key === 'Home') return 0
    if (key === 'End') return dots.length - 1
    if (key === 'ArrowDown') return dots.findIndex((dot, index) => index > from && isLost(dot))
    if (key === 'ArrowUp') return dots.findLastIndex((dot, index) => index < from && isLost(dot))
    return undefined
  }
}
