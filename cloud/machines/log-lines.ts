// Chunks of output -> whole lines, up to a bound: the log of events is shared by the whole cloud, and
// one talkative process must not push out what others said. The log file has everything.
import { StringDecoder } from 'node:string_decoder'

const mostLines = 500

export function logLines(tell: (line: string) => void): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let told = 0
  return (chunk) => {
    const lines = (rest + decoder.write(chunk)).split('\n')
    rest = (lines.pop() ?? '').slice(-64_000)
    for (const line of lines) {
      told += 1
      if (told <= mostLines) tell(line)
      if (told === mostLines) tell('… the rest is in the log file only')
    }
  }
}
