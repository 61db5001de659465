// Any text that names a project → a name that the config accepts, or none if nothing is left of it.

const longest = 32

/** `@acme/My_App` → `my-app`; the scope is not part of the name. */
export function appName(text: string): string | undefined {
  const name = text
    .replace(/^@[^/]*\//, '')
    // Letters lose their accents: these are characters of their own after the decomposition.
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/ß/g, 'ss')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+/, '')
  const lettered = /^[0-9]/.test(name) ? `app-${name}` : name
  const fitting = lettered.slice(0, longest).replace(/-+$/, '')
  return fitting === '' ? undefined : fitting
}
