// The secrets that are known, and a text → whether it has to do with one of them.

export type SecretSet = ReadonlySet<string>

/** The secrets that stand in a text. */
export const occurrences = (text: string, secrets: SecretSet): string[] =>
  [...secrets].filter((secret) => text.includes(secret))

/** Whether a text is a piece of a secret, too long to be one by chance. */
export const isPiece = (text: string, secrets: SecretSet, shortest = 6): boolean =>
  text.length >= shortest && [...secrets].some((secret) => secret.includes(text))
