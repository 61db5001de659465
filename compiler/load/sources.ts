// The user's own source files by absolute path, as they were read.
export type Sources = ReadonlyMap<string, string>
