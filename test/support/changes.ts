// A config fragment → what it changes in the artifacts of the smallest config, file by file, as the
// lines that go (`- `) and the lines that come (`+ `). Brackets alone and image digests don't count.
import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import { artifactsOf, type Fragment } from './system.ts'

type Changes = Record<string, string[]>

type Change = { name: string; fragment: Fragment; expected: Changes }

export function testChanges(test: Test, table: readonly Change[]): void {
  for (const { name, fragment, expected } of table) {
    test(name, async () => assert.equal(await changes(fragment), expected))
  }
}

const aboutTheOthers = ['README.md', 'immuc.lock.json']

async function changes(fragment: Fragment): Promise<Changes> {
  const [before, after] = [await artifactsOf({}), await artifactsOf(fragment)]
  const paths = [...new Set([...before.keys(), ...after.keys()])].filter(
    (path) => !aboutTheOthers.includes(path),
  )
  const changed = paths.map((path): [string, string[]] => {
    const [old, young] = [linesOf(before.get(path)), linesOf(after.get(path))]
    if (old.length === 0) return [path, ['a new file']]
    return [path, [...without(old, young, '- '), ...without(young, old, '+ ')]]
  })
  return Object.fromEntries(changed.filter(([, lines]) => lines.length > 0))
}

const linesOf = (text = ''): string[] =>
  text
    .replace(/(shop-v\d+)-[0-9a-f]{12}/g, '$1-DIGEST')
    .split('\n')
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => !/^[[\]{}]*$/.test(line))

/** Each line of the second list takes away one of the first. */
function without(lines: readonly string[], others: readonly string[], mark: string): string[] {
  const left = [...others]
  return lines.flatMap((line) => {
    const index = left.indexOf(line)
    if (index < 0) return [mark + line]
    left.splice(index, 1)
    return []
  })
}
