// The user's own source files by absolute path, as they were read.

export type Source = {
  text: string
  /** What it imports, as it is written there → the absolute path of that file. */
  imports: ReadonlyMap<string, string>
}

export type Sources = ReadonlyMap<string, Source>

export const sourceOf = (text: string): Source => ({ text, imports: new Map() })

/** At every line end that JavaScript knows: its parsers count these. */
export const linesOf = (text: string): string[] => text.split(/\r\n|[\n\r\u2028\u2029]/)
