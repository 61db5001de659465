// A text → the length of an IP address in bits, if it is one. As `node:net` reads them, which takes
// longer to load than all checks of a config.

const byte = String.raw`(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)`
const v4 = `(?:${byte}\\.){3}${byte}`
const group = '[\\dA-Fa-f]{1,4}'

/** How the last 32 bits may be written, behind so many groups and a `::` in their place. */
const v6 = [
  `(?:${group}:){7}(?:${group}|:)`,
  `(?:${group}:){6}(?:${v4}|:${group}|:)`,
  `(?:${group}:){5}(?::${v4}|(?::${group}){1,2}|:)`,
  `(?:${group}:){4}(?:(?::${group})?:${v4}|(?::${group}){1,3}|:)`,
  `(?:${group}:){3}(?:(?::${group}){0,2}:${v4}|(?::${group}){1,4}|:)`,
  `(?:${group}:){2}(?:(?::${group}){0,3}:${v4}|(?::${group}){1,5}|:)`,
  `${group}:(?:(?::${group}){0,4}:${v4}|(?::${group}){1,6}|:)`,
  `:(?:(?::${group}){0,5}:${v4}|(?::${group}){1,7}|:)`,
].join('|')

export function widestPrefix(address: string): 32 | 128 | undefined {
  if (new RegExp(`^${v4}$`).test(address)) return 32
  return new RegExp(`^(?:${v6})(?:%[\\dA-Za-z.:-]+)?$`).test(address) ? 128 : undefined
}
