// SHA-256 as WebAssembly: a module of 800 bytes starts in a tenth of the time that `node:crypto` takes
// to load, which would be a sixth of a build. Its one function takes whole blocks of 64 bytes, and
// reads like FIPS 180-4.

type Code = readonly number[]

const byte = (value: number): Code => [value]
const sequence = (...parts: readonly Code[]): Code => parts.flat()

function unsigned(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...unsigned(value >>> 7)]
}

function signed(value: number): number[] {
  const low = value & 127
  const rest = value >> 7
  const isLast = rest === (low & 64 ? -1 : 0)
  return isLast ? [low] : [low | 128, ...signed(rest)]
}

const vector = (items: readonly Code[]): Code => [...unsigned(items.length), ...items.flat()]
const bytes = (content: Code): Code => [...unsigned(content.length), ...content]
const section = (id: number, content: Code): Code => [id, ...bytes(content)]
const name = (text: string): Code => bytes([...Buffer.from(text)])

const get = (local: number): Code => [0x20, ...unsigned(local)]
const set = (local: number, value: Code): Code => [...value, 0x21, ...unsigned(local)]
const number = (value: number): Code => [0x41, ...signed(value | 0)]
const binary =
  (operation: number) =>
  (first: Code, ...others: readonly Code[]): Code =>
    [first, ...others.map((other) => [...other, operation])].flat()
const add = binary(0x6a)
const and = binary(0x71)
const or = binary(0x72)
const xor = binary(0x73)
const shift = (value: Code, by: number): Code => [...value, ...number(by), 0x76]
const rotate = (value: Code, by: number): Code => [...value, ...number(by), 0x78]
const isBelow = binary(0x49)
const load = (at: Code, offset: number): Code => [...at, 0x28, 2, ...unsigned(offset)]
const store = (at: Code, offset: number, value: Code): Code => [
  ...at,
  ...value,
  ...[0x36, 2],
  ...unsigned(offset),
]
/** Once, and again while the condition holds. */
const loop = (condition: Code, ...body: readonly Code[]): Code =>
  sequence([0x03, 0x40], ...body, condition, [0x0d, 0], byte(0x0b))

/** Where things lie in memory; the blocks to read begin at 1024. */
const stateAt = 0
const scheduleAt = 64
const constantsAt = 320

const primes = Array.from({ length: 400 }, (_, index) => index + 2).filter((candidate, _, all) =>
  all.every((divisor) => divisor >= candidate || candidate % divisor !== 0),
)

/** The first 32 bits of the fraction of a root, which BigInt gives exactly. */
function fraction(value: number, degree: bigint): number {
  const scaled = BigInt(value) << (32n * degree)
  let root = 0n
  for (let bit = 1n << 40n; bit > 0n; bit >>= 1n) {
    if ((root + bit) ** degree <= scaled) root += bit
  }
  return Number(root & 0xffffffffn)
}

const initialState = primes.slice(0, 8).map((prime) => fraction(prime, 2n))
const constants = primes.slice(0, 64).map((prime) => fraction(prime, 3n))

const [from, end, step, first, second] = [0, 1, 2, 3, 4]
const variables = [5, 6, 7, 8, 9, 10, 11, 12]
const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = variables

const bigEndian = (word: Code): Code =>
  or(and(rotate(word, 8), number(0xff00ff00)), and(rotate(word, 24), number(0x00ff00ff)))

const scheduled = (back: number): Code => load(get(step), scheduleAt - 4 * back)

const smallSigma = (word: Code, [one = 0, two = 0, three = 0]: readonly number[]): Code =>
  xor(rotate(word, one), rotate(word, two), shift(word, three))

const bigSigma = (word: Code, [one = 0, two = 0, three = 0]: readonly number[]): Code =>
  xor(rotate(word, one), rotate(word, two), rotate(word, three))

const nextStep = set(step, add(get(step), number(4)))

const copyBlock = sequence(
  set(step, number(0)),
  loop(
    isBelow(get(step), number(64)),
    store(get(step), scheduleAt, bigEndian(load(add(get(from), get(step)), 0))),
    nextStep,
  ),
)

const extendSchedule = loop(
  isBelow(get(step), number(256)),
  store(
    get(step),
    scheduleAt,
    add(
      smallSigma(scheduled(2), [17, 19, 10]),
      scheduled(7),
      smallSigma(scheduled(15), [7, 18, 3]),
      scheduled(16),
    ),
  ),
  nextStep,
)

const round = sequence(
  set(
    first,
    add(
      get(h),
      bigSigma(get(e), [6, 11, 25]),
      xor(get(g), and(get(e), xor(get(f), get(g)))),
      load(get(step), constantsAt),
      load(get(step), scheduleAt),
    ),
  ),
  set(
    second,
    add(bigSigma(get(a), [2, 13, 22]), or(and(get(a), get(b)), and(get(c), or(get(a), get(b))))),
  ),
  ...[h, g, f].map((variable) => set(variable, get(variable - 1))),
  set(e, add(get(d), get(first))),
  ...[d, c, b].map((variable) => set(variable, get(variable - 1))),
  set(a, add(get(first), get(second))),
)

const compress = sequence(
  set(step, number(0)),
  ...variables.map((variable, index) => set(variable, load(number(0), stateAt + 4 * index))),
  loop(isBelow(get(step), number(256)), round, nextStep),
  ...variables.map((variable, index) =>
    store(number(0), stateAt + 4 * index, add(get(variable), load(number(0), stateAt + 4 * index))),
  ),
)

const body = sequence(
  loop(
    isBelow(get(from), get(end)),
    copyBlock,
    extendSchedule,
    compress,
    set(from, add(get(from), number(64))),
  ),
)

const wordBytes = (word: number): number[] => [0, 8, 16, 24].map((by) => (word >>> by) & 255)

const int = 0x7f

const program = Buffer.from(
  sequence(
    [...Buffer.from('\0asm'), 1, 0, 0, 0],
    // One type: from two numbers to nothing; and one function of it.
    section(1, vector([[0x60, ...vector([[int], [int]]), 0]])),
    section(3, vector([[0]])),
    // One page of memory.
    section(5, vector([[0, 1]])),
    section(
      7,
      vector([
        [...name('memory'), 2, 0],
        [...name('hash'), 0, 0],
      ]),
    ),
    section(10, vector([bytes([...vector([[11, int]]), ...body, 0x0b])])),
    section(
      11,
      vector([[0, ...number(constantsAt), 0x0b, ...bytes(constants.flatMap(wordBytes))]]),
    ),
  ),
)

const note = '// Generated by `npm run generate`. Do not edit.\n'

const declaration = `${note}/** WebAssembly, in base64. */
declare const program: string
export default program
/** What a digest begins with, and what is added in each round. */
export declare const initialState: readonly number[]
export declare const constants: readonly number[]
`

export const sha256Module = (): [string, string][] => [
  [
    'compiler/emit/sha256.gen.js',
    `${note}export default ${JSON.stringify(program.toString('base64'))}\nexport const initialState = ${JSON.stringify(initialState)}\nexport const constants = ${JSON.stringify(constants)}\n`,
  ],
  ['compiler/emit/sha256.gen.d.ts', declaration],
]
