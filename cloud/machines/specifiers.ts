// Text with `%` specifiers and their values -> the text that systemd uses. What is no letter or digit
// behind a `%` is no specifier and stays.

/** A letter that stands for nothing: systemd refuses what it is in. */
export class UnknownSpecifier extends Error {
  override name = 'UnknownSpecifier'
}

export type Specifiers = Record<string, string>

// Of the kernel and the operating system, which an emulated machine does not have.
const withoutValue = 'aAbBdmMoqvwW'

export const expandSpecifiers = (text: string, values: Specifiers): string =>
  text.replace(/%([%a-zA-Z0-9])/g, (written, letter: string) => {
    if (letter === '%') return '%'
    const value = values[letter] ?? (withoutValue.includes(letter) ? written : undefined)
    if (value === undefined) throw new UnknownSpecifier(`${written} in ${text}`)
    return value
  })

/** For the system manager, with the folders below a machine's own root. */
export function specifiersOf(unit: string, hostname: string, inRoot: (path: string) => string) {
  const plain = unit.replace(/\.[^.]+$/, '')
  const [prefix = '', instance = ''] = plain.split(/@(.*)/s)
  return {
    n: unit,
    N: plain,
    p: prefix,
    i: instance,
    I: instance,
    f: `/${instance}`,
    j: prefix.split('-').at(-1) ?? '',
    J: prefix.split('-').at(-1) ?? '',
    y: inRoot(`/etc/systemd/system/${unit}`),
    Y: inRoot('/etc/systemd/system'),
    H: hostname,
    l: hostname.split('.')[0] ?? '',
    S: inRoot('/var/lib'),
    C: inRoot('/var/cache'),
    L: inRoot('/var/log'),
    E: inRoot('/etc'),
    t: inRoot('/run'),
    T: inRoot('/tmp'),
    V: inRoot('/var/tmp'),
    h: inRoot('/root'),
    u: 'root',
    U: '0',
    g: 'root',
    G: '0',
  }
}
