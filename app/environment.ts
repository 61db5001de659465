// Environment variables -> checked text, numbers and choices. Every fault is collected, none is
// thrown, so that one start names them all; a variable that is set must not be empty.

export type Environment = Record<string, string | undefined>
export type Range = { fallback: number; least: number; most: number; whole?: boolean }

export type EnvironmentReader = {
  faults: string[]
  text: (name: string) => string | undefined
  required: (name: string, why: string) => string
  number: (name: string, range: Range) => number
  choice: <T extends string>(name: string, choices: readonly T[], fallback: T) => T
}

export function readerOf(environment: Environment): EnvironmentReader {
  const faults: string[] = []

  const text = (name: string): string | undefined => {
    const value = environment[name]
    if (value !== '') return value
    faults.push(`${name} is set but empty`)
    return undefined
  }

  const required = (name: string, why: string): string => {
    if (environment[name] === undefined) faults.push(`${name} is missing: ${why}`)
    return text(name) ?? ''
  }

  const number = (name: string, range: Range): number => {
    const value = text(name)
    if (value === undefined) return range.fallback
    if (!isWithin(value, range)) faults.push(`${name} is "${value}", not ${describe(range)}`)
    return Number(value)
  }

  const choice = <T extends string>(name: string, choices: readonly T[], fallback: T): T => {
    const value = text(name) ?? fallback
    const chosen = choices.find((one) => one === value)
    if (chosen === undefined) faults.push(`${name} is "${value}", not one of ${choices.join(', ')}`)
    return chosen ?? fallback
  }

  return { faults, text, required, number, choice }
}

function isWithin(value: string, { least, most, whole = false }: Range): boolean {
  const shape = whole ? /^\d+$/ : /^\d+(\.\d+)?$/
  return shape.test(value) && Number(value) >= least && Number(value) <= most
}

const describe = ({ least, most, whole = false }: Range): string =>
  `a ${whole ? 'whole ' : ''}number from ${least} to ${most}`
