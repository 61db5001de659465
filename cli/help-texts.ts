// What `--help` prints, by command, and for all of them under the empty name. The build asks yargs
// for it ahead of time and puts it here; from the sources, there is none.

declare const HELP_TEXTS: Readonly<Record<string, string>> | undefined

export const helpTexts = typeof HELP_TEXTS === 'undefined' ? {} : (HELP_TEXTS ?? {})
