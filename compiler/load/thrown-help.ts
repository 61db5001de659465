// The words of what a config throws → the way out, where they leave no doubt.

const advice: readonly [RegExp, (match: RegExpMatchArray) => string][] = [
  [/Maximum call stack size exceeded/, () => 'a function calls itself without an end'],
  [
    /ENOENT: .*'((?!\/)[^']+)'$/,
    ([, path = '']) =>
      `the path is seen from the folder that immuc is started in; from the config's it is \`new URL('${path}', import.meta.url)\``,
  ],
  [
    /\bspawnSync\b.*\bETIMEDOUT$/,
    () =>
      'the command took too long and was stopped; if it needs more time, set `IMMUC_CONFIG_SECONDS=60`',
  ],
]

export function helpForThrown(said: string): string | undefined {
  for (const [pattern, help] of advice) {
    const match = said.match(pattern)
    if (match) return help(match)
  }
  return undefined
}
