// Frames as Node's debugger gives them → a stack as an Error writes it.
import type { Debugger } from 'node:inspector'

/** `files`: each script's path or URL, by the debugger's number of it. */
export const stackText = (
  frames: readonly Debugger.CallFrame[],
  files: ReadonlyMap<string, string>,
): string =>
  frames
    .map(({ functionName, location: { scriptId, lineNumber, columnNumber = 0 } }) => {
      const file = decodeURIComponent(files.get(scriptId) ?? '').replace(/^file:\/\//, '')
      return `    at ${functionName} (${file}:${lineNumber + 1}:${columnNumber + 1})`
    })
    .join('\n')
