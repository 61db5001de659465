// Questions on a terminal, one at a time, on stderr like all words. Ctrl-C and the end of the input
// end all of them.
import { createInterface } from 'node:readline/promises'

/** The person went away. */
export class Interrupted extends Error {}

export type Ask = (question: string) => Promise<string>

export async function withPrompt<Result>(body: (ask: Ask) => Promise<Result>): Promise<Result> {
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  const gone = new AbortController()
  prompt.once('SIGINT', () => gone.abort())
  prompt.once('close', () => gone.abort())
  try {
    return await body((question) => prompt.question(question, { signal: gone.signal }))
  } catch (failure) {
    if (gone.signal.aborted) throw new Interrupted()
    throw failure
  } finally {
    prompt.close()
  }
}
