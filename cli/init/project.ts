// What a project's own files say about the app in it.

export type Runtime = {
  /** The Debian package, and the program in it that runs the artifact. */
  package: string
  program: string
}

export type Project = {
  /** The file that says it, such as `package.json`. */
  manifest: string
  name?: string
  version?: string
  /** Absent: the artifact needs nothing to run. */
  runtime?: Runtime
  /** Where the one executable file is, if it has been built; the likeliest first. */
  outputs: readonly string[]
  /** What the file is called in a release. */
  assetName: (name: string) => string
  /** A command that makes it, and the file that comes out. */
  build: (name: string) => { command: string; file: string }
  /** The app's first source file, if it is known. */
  entry?: string
  notes: readonly string[]
}
