export const env = {
  QUOTED: `"double" 'single' \`back\``,
  TEMPLATES: '${var.x} %{ if true } $${y} {{ z }}',
  LINES: 'one\ntwo\n',
  SPACES: '  around  ',
  UNICODE: 'grüße 🦊',
  EMPTY: '',
}
