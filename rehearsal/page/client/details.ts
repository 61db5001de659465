// A place on the page and a text → the text in a box beside that place, and inside the window.

const box = document.getElementById('details')

export function showDetails(text: string, x: number, y: number): void {
  if (!box) return
  if (box.textContent !== text) box.textContent = text
  box.hidden = false
  const { innerWidth, innerHeight, scrollX, scrollY } = window
  const { offsetWidth, offsetHeight } = box
  const isRoomRight = x + 14 + offsetWidth < document.documentElement.clientWidth
  const left = isRoomRight ? x + 14 : Math.max(8, Math.min(x - 14, innerWidth - 8) - offsetWidth)
  const isRoomBelow = y + 18 + offsetHeight < innerHeight
  const top = isRoomBelow ? y + 18 : Math.max(8, y - 14 - offsetHeight)
  box.style.left = `${left + scrollX}px`
  box.style.top = `${top + scrollY}px`
}

export function hideDetails(): void {
  if (box) box.hidden = true
}
