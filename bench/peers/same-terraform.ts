// Files of Terraform's JSON → their blocks by address; two such sets → the addresses at which they
// differ. Comments don't count, nor do the order of keys and how the blocks are spread over files.
import { readFileSync } from 'node:fs'
import { isDeepStrictEqual } from 'node:util'

type Json = string | number | boolean | null | Json[] | { [key: string]: Json }
export type Blocks = ReadonlyMap<string, Json>

/** The provider is left out: how it is required, each tool says in its own words. */
const sections = ['data', 'resource', 'locals', 'variable', 'output', 'check']

export const terraformIn = (paths: readonly string[]): Blocks =>
  blocksOf(paths.map((path) => JSON.parse(readFileSync(path, 'utf8'))))

export function blocksOf(documents: readonly Json[]): Blocks {
  const blocks = documents.flatMap((document) =>
    sections.flatMap((section) => {
      const named = membersOf(uncommented(member(document, section)), section)
      const hasTypes = ['data', 'resource'].includes(section)
      return hasTypes ? named.flatMap(([type, below]) => membersOf(below, type)) : named
    }),
  )
  return new Map(blocks)
}

export const differences = (ours: Blocks, theirs: Blocks): string[] =>
  [...new Set([...ours.keys(), ...theirs.keys()])].filter(
    (address) => !isDeepStrictEqual(known(address, ours), known(address, theirs)),
  )

/** The digest in an image's name is over the image, which only immuc describes. */
function known(address: string, blocks: Blocks): Json | undefined {
  const block = blocks.get(address)
  const isImage = address === 'locals.image_name' && typeof block === 'string'
  return isImage ? block.replace(/-v\d.*/, '') : block
}

const membersOf = (block: Json, address: string): [string, Json][] =>
  Object.entries(block as object).map(([name, below]) => [`${address}.${name}`, below])

const member = (document: Json, section: string): Json =>
  (document as { [key: string]: Json })[section] ?? {}

function uncommented(value: Json): Json {
  if (Array.isArray(value)) return value.map(uncommented)
  if (typeof value !== 'object' || value === null) return value
  const members = Object.entries(value).filter(([key]) => key !== '//')
  return Object.fromEntries(members.map(([key, below]) => [key, uncommented(below)]))
}
