// A timeline's lanes → each bar says what it is to the pointer, to a finger and to the arrow keys. The
// tab key stops once per group.
import { hideDetails, showDetails } from './details.ts'

export function startLanes(group: HTMLElement): void {
  const bars = [...group.querySelectorAll<HTMLElement>('.bar')]
  bars[0]?.setAttribute('tabindex', '0')
  for (const [index, bar] of bars.entries()) {
    bar.addEventListener('pointerenter', () => show(bar))
    bar.addEventListener('pointerdown', () => show(bar))
    bar.addEventListener('pointerleave', hideDetails)
    bar.addEventListener('focus', () => show(bar))
    bar.addEventListener('blur', hideDetails)
    bar.addEventListener('keydown', (event) => {
      const next = bars[index + (steps[event.key] ?? 0)]
      if (next === undefined || next === bar) return
      event.preventDefault()
      bar.setAttribute('tabindex', '-1')
      next.setAttribute('tabindex', '0')
      next.focus()
    })
  }
}

const steps: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowDown: 1,
  ArrowLeft: -1,
  ArrowUp: -1,
}

function show(bar: HTMLElement): void {
  const { left, right, bottom } = bar.getBoundingClientRect()
  const words = bar.getAttribute('aria-label') ?? ''
  showDetails(words.replace(/: /, '\n'), Math.min(right, left + 60), bottom - 14)
}
