// A stream and the environment → whether words on it are in colour. FORCE_COLOR is for what looks
// like a pipe and is a person all the same, such as a log of CI; it counts more than NO_COLOR.

export function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  const { FORCE_COLOR: forced, NO_COLOR: refused, TERM } = env
  if (forced !== undefined && forced !== '') return forced !== '0' && forced !== 'false'
  return isTerminal && !refused && TERM !== 'dumb'
}
