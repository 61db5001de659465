// The options of `immuc init` → the parts of a draft that they give. What the compiler would refuse
// is a fault of the command line.
import { UsageFault } from '../usage-error.ts'
import { questions } from './ask-draft.ts'
import type { Draft } from './draft.ts'
import { faultsIn } from './faults-in.ts'

export type InitOptions = {
  name?: string | undefined
  artifact?: string | undefined
  versionTag?: string | undefined
  region?: string | undefined
  domain?: string | undefined
  gateFrom?: string | undefined
  port?: number | undefined
  yes: boolean
}

export async function givenParts(options: InitOptions): Promise<Partial<Draft>> {
  const { versionTag, port, yes: _, ...texts } = options
  const given: Readonly<Record<string, unknown>> = { ...texts, version: versionTag }
  const parts: Partial<Draft>[] = []
  for (const { key, parse, option } of questions) {
    const text = given[key]
    if (typeof text === 'string') parts.push(await checked(parse(text), option, text))
  }
  if (port !== undefined) parts.push(await checked({ port }, '--port NUMBER', String(port)))
  return Object.assign({}, ...parts)
}

async function checked(
  part: Partial<Draft>,
  option: string,
  text: string,
): Promise<Partial<Draft>> {
  if (text.trim() === '') throw new UsageFault(`\`${option.split(' ')[0]}\` needs a value`)
  const fault = (await faultsIn(part)).find(({ severity }) => severity === 'error')
  if (fault === undefined) return part
  const help = fault.help === undefined ? '' : `; ${fault.help}`
  throw new UsageFault(`\`${option.split(' ')[0]}\`: ${fault.message}${help}`)
}
