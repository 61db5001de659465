// A claim about a config and what is compiled of it -> the same, tried on many that nobody wrote.
import fc from 'fast-check'
import * as assert from 'uvu/assert'
import { targets } from '../../cli/targets.ts'
import { type Compiled, compile, type Input } from '../../compiler/compile.ts'
import { type Artifact, artifactBytes } from '../../compiler/model/artifact.ts'
import { arbitraryInput } from './arbitrary-config.ts'
import './fixed-seed.ts'

export type Output = NonNullable<Compiled['output']>

export async function outputOf(input: Input): Promise<Output> {
  const { output, diagnostics } = await compile(input, targets)
  assert.ok(output, JSON.stringify(diagnostics))
  return output as Output
}

export const ofEveryConfig = (
  numRuns: number,
  holds: (input: Input, output: Output) => void | Promise<void>,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(arbitraryInput, async ({ input }) => holds(input, await outputOf(input))),
    { numRuns },
  )

export const isText = (artifact: Artifact): artifact is Artifact & { content: string } =>
  typeof artifact.content === 'string'

export const textOf = ({ artifacts }: Output, path: string): string => {
  const content = artifacts.find((artifact) => artifact.path === path)?.content
  assert.type(content, 'string', path)
  return content as string
}

export const bytesOf = ({ artifacts }: Output): [string, string][] =>
  artifacts.map((artifact) => [
    artifact.path,
    Buffer.from(artifactBytes(artifact)).toString('base64'),
  ])
