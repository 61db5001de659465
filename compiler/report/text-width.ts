// Texts → the columns that they take in a terminal: none for what combines, two for East Asian
// letters and for emoji.

const isNothing = /[\p{Mn}\p{Me}\p{Cf}]/u
const isWide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}/u

const blank = (letter: string): string =>
  letter === '\t' ? letter : isNothing.test(letter) ? '' : isWide.test(letter) ? '  ' : ' '

/** White space that is as wide as the text. */
export const indent = (text: string): string => [...text].map(blank).join('')

export const columns = (text: string): number =>
  /^[ -~]*$/.test(text) ? text.length : indent(text).length
