// Texts → HTML in which none of them can be anything but text. Only what this template itself has
// made goes in unescaped.

export type Markup = { readonly html: string }

type Part = Markup | string | number | undefined | readonly Part[]

export const markup = (strings: TemplateStringsArray, ...parts: readonly Part[]): Markup => ({
  html: strings.map((string, index) => string + rendered(parts[index])).join(''),
})

function rendered(part: Part): string {
  if (part === undefined) return ''
  if (typeof part === 'string' || typeof part === 'number') return escaped(String(part))
  return 'html' in part ? part.html : part.map(rendered).join('')
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** What no HTML may hold becomes visible, and so does what would turn the text around it. */
const escaped = (text: string): string =>
  text.replace(unfit, '\uFFFD').replace(/[&<>"']/g, (character) => entities[character] ?? '')

const unfit = /(?![\t\n])\p{Cc}|\p{Cs}|[\u202A-\u202E\u2066-\u2069]/gu

/** Data for a script to read, inside a `script` element that no text can close. */
export const dataMarkup = (data: unknown): Markup => ({
  html: JSON.stringify(data).replace(/[<>&]/g, (character) => hex(character)),
})

const hex = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
