// A text → the same as code in a cell of a Markdown table, which ends at a bar or at the end of the
// line; and code ends at a backtick.

export const code = (text: string): string =>
  `\`${text.replaceAll('|', '\\|').replaceAll('`', "'").replace(/\s+/g, ' ')}\``
