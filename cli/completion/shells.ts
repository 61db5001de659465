// The shells that can complete the words of a command line, and how their scripts ask for words that
// only a running immuc knows.

export const shells = ['bash', 'zsh', 'fish'] as const

export type Shell = (typeof shells)[number]

/** The first word of such a question; the second says what is asked for. */
export const completionWord = '__complete'
