// A text → the same text as HCL's JSON syntax reads it, where `${` and `%{` open a template and a
// byte order mark at the start is dropped.

export const hclText = (text: string): string =>
  text
    .replaceAll('${', () => '$${')
    .replaceAll('%{', '%%{')
    .replace(/^\ufeff/, '${"\\ufeff"}')
