// Faults as data -> what goes wrong with which request or work. `match` names a request
// ('POST /v2/droplets') or work ('create droplet app-*', 'snapshot droplet'); `*` stands for any
// text without a slash, `**` for any text.
import type { EventLog } from '../events.ts'

export type Fault = {
  match: string
  /** Matches that go well before the fault begins; default 0. */
  skip?: number
  /** Matches that the fault hits; default 1. */
  times?: number | 'every'
  /** A status for a request; `error` for work; `never` and lateness for both. */
  answer: number | 'never' | 'error' | { lateSeconds: number }
}

export type FaultList = {
  add: (fault: Fault) => void
  clear: () => void
  /** The fault that hits one of these subjects now; asking counts as a match. */
  hit: (...subjects: string[]) => Fault | undefined
}

type Armed = { fault: Fault; pattern: RegExp; seen: number }

export function faultList(events: EventLog, faults: readonly Fault[] = []): FaultList {
  let armed = faults.map(arm)
  return {
    add: (fault) => void armed.push(arm(fault)),
    clear: () => {
      armed = []
    },
    hit: (...subjects) => {
      const matching = armed.filter(({ pattern }) => subjects.some((one) => pattern.test(one)))
      const striking = matching.filter(strikes)[0]
      if (striking) report(events, striking.fault, subjects.at(-1) ?? '')
      return striking?.fault
    },
  }
}

const arm = (fault: Fault): Armed => ({ fault, pattern: glob(fault.match), seen: 0 })

function strikes(entry: Armed): boolean {
  const { skip = 0, times = 1 } = entry.fault
  const number = entry.seen - skip
  entry.seen += 1
  return number >= 0 && (times === 'every' || number < times)
}

function glob(match: string): RegExp {
  const source = match
    .split(/(\*\*?)/)
    .map((part) => (part === '**' ? '.*' : part === '*' ? '[^/]*' : escapeRegExp(part)))
  return new RegExp(`^${source.join('')}$`)
}

const escapeRegExp = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&')

const report = (events: EventLog, { match, answer }: Fault, on: string) =>
  events.emit({
    kind: 'fault',
    match,
    on,
    answer: typeof answer === 'object' ? `late ${answer.lateSeconds} s` : String(answer),
  })

const syntax = /^(.+?) -> (\d{3}|never|error|late (\d+)s)(?: (?:x(\d+)|(every)))?(?: after (\d+))?$/

/** `POST /v2/droplets -> 429 x2 after 1`, `create droplet ** -> never every`, `… -> late 30s`. */
export function parseFault(text: string): Fault {
  const match = text.match(syntax)
  if (!match) throw new Error(`not a fault: ${text} (METHOD /path -> STATUS|never|error|late Ns …)`)
  const [, subject = '', answer = '', late, times, every, skip] = match
  return {
    match: subject,
    ...(skip && { skip: Number(skip) }),
    ...(times && { times: Number(times) }),
    ...(every && { times: 'every' as const }),
    answer: late ? { lateSeconds: Number(late) } : parseAnswer(answer),
  }
}

const parseAnswer = (answer: string): Fault['answer'] =>
  answer === 'never' || answer === 'error' ? answer : Number(answer)
