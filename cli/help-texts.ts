// What `--help` prints, by command, and for all of them under the empty name. The build asks yargs
// for it ahead of time and puts it here, as JSON; from the sources, there is none.

declare const HELP_TEXTS: string

export const helpTexts: Readonly<Record<string, string>> = JSON.parse(
  typeof HELP_TEXTS === 'undefined' ? '{}' : HELP_TEXTS,
)
