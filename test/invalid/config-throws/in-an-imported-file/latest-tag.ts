const tags: string[] = []

export function latestTag(): string {
  return tags[0].trim()
}
