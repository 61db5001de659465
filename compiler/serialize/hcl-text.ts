// A text → the same text as HCL's JSON syntax reads it, where `${` and `%{` open a template.

export const hclText = (text: string): string => text.replace(/[$%](?=\{)/g, (sign) => sign + sign)
