// A page → its first paragraph, on one line: what a code means, in one sentence or two.

export const summaryOf = (page: string): string =>
  (page.split('\n\n')[1] ?? '').replaceAll('\n', ' ')
