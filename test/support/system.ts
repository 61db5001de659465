// A config fragment → its artifacts by path, in this process: for tests that need many of them.
import { targets } from '../../cli/targets.ts'
import { type Compiled, compile } from '../../compiler/compile.ts'
import type { Data } from '../../compiler/load/to-data.ts'

export type Fragment = { [key: string]: Data }

export type Artifacts = ReadonlyMap<string, string>

/** The smallest config that raises no warning. */
export const smallest = {
  app: {
    name: 'shop',
    artifact: {
      url: 'https://example.com/shop',
      sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    },
  },
  version: 'v1',
  scaling: { region: 'ams3' },
} satisfies Fragment

/** Objects are merged, everything else is replaced. */
export function withFragment(base: Fragment, fragment: Fragment): Fragment {
  const merged = Object.entries(fragment).map(([key, value]) => {
    const below = base[key]
    return [key, isObject(below) && isObject(value) ? withFragment(below, value) : value] as const
  })
  return { ...base, ...Object.fromEntries(merged) }
}

const isObject = (value: Data | undefined): value is Fragment =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export const compiled = (fragment: Fragment, binary?: Uint8Array): Promise<Compiled> =>
  compile(
    { data: withFragment(smallest, fragment), ...(binary && { binary }), diagnostics: [] },
    targets,
  )

export const artifactsOf = async (fragment: Fragment, binary?: Uint8Array): Promise<Artifacts> =>
  textsOf(await compiled(fragment, binary))

export function textsOf({ output, diagnostics }: Compiled): Artifacts {
  if (output === undefined) throw new Error(JSON.stringify(diagnostics, null, 2))
  return new Map(
    output.artifacts.map(({ path, content }) => [path, Buffer.from(content).toString('utf8')]),
  )
}
