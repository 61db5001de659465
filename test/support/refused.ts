// Configs that can't be read, as a table → a test each: one error in our own words, at its place, and
// no line of a stack.
import type { Test } from 'uvu'
import * as assert from 'uvu/assert'
import { type Files, firstBlock, reported } from './reported.ts'

export type Refused = {
  name: string
  files: Files
  config?: string
  /** Code, place, the text that is marked, and what the message says. */
  says: [code: string, place: string, marked: string, message: string]
  /** Codes of what is said besides. */
  also?: string[]
}

export function testRefused(test: Test, rows: readonly Refused[]): void {
  for (const { name, files, config: given, says, also = [] } of rows) {
    test(`refuses ${name}`, async () => {
      const { text, diagnostics } = await reported(files, given)
      const [code, place, marked, message] = says
      const first = firstBlock(text)
      assert.equal(
        diagnostics.map((one) => one.code),
        [code, ...also],
      )
      assert.match(first.title, `error[${code}]: `)
      assert.match(first.title, message)
      assert.is(first.place, place)
      assert.is(first.marked, marked)
      assert.not.match(text, /^ +at .*:\d+:\d+\)?$/m)
    })
  }
}
