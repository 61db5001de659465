// All that a command needs to compile what was read and to write what comes of it. It is loaded as a
// whole and late: a build that finds nothing to do needs nothing of it.

export { compile } from '../compiler/compile.ts'
export { compare, write } from '../compiler/write/write.ts'
export { targets } from './targets.ts'
