// A message and its fields -> one JSON line on stdout, for whatever collects the output.
// Lines below the chosen level are dropped; a line is written whole or not at all.

export const levels = ['debug', 'info', 'warn', 'error'] as const

export type Level = (typeof levels)[number]
export type Fields = Record<string, unknown>
export type Log = Record<Level, (message: string, fields?: Fields) => void>

export function createLog(lowest: Level): Log {
  const at =
    (level: Level) =>
    (message: string, fields: Fields = {}): void => {
      if (levels.indexOf(level) < levels.indexOf(lowest)) return
      const time = new Date().toISOString()
      process.stdout.write(`${JSON.stringify({ time, level, message, ...fields })}\n`)
    }
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') }
}
