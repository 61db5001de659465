// What happens in a rehearsal → one line at a terminal that is kept up to date, or plain lines where
// nobody watches. The line is gone before anything else is said.
import { isLost } from '../rehearsal/figures.ts'
import { count, counted, duration } from '../rehearsal/quantity.ts'
import type { RehearsalWatch } from '../rehearsal/rehearse.ts'
import type { Phase } from '../rehearsal/run-rollout.ts'
import type { Terminal } from './terminal.ts'

export type Progress = { watch: RehearsalWatch; end: () => void }

const words: Record<Phase, string> = {
  installing: 'building what is there before',
  before: 'load before the apply',
  applying: 'terraform apply under load',
  after: 'load after the apply',
}

/** Of the latest requests, so that the figure says how it is now. */
const recent = 50

export function rehearsalProgress({ say, quiet, paint }: Terminal): Progress {
  const seen = { scenario: '', phase: 'starting', requests: 0, lost: 0, took: [] as number[] }
  let timer: NodeJS.Timeout | undefined
  const tell = (text: string) => (quiet ? say(text) : undefined)
  if (!quiet) timer = setInterval(() => show(lineOf(seen), process.stderr.columns ?? 80), 100)
  const clear = () => void (!quiet && process.stderr.write('\r\u001b[K'))
  return {
    watch: {
      scenario: ({ name }) => {
        Object.assign(seen, { scenario: name, phase: 'starting the cloud', requests: 0, lost: 0 })
        seen.took = []
      },
      phase: (phase) => {
        seen.phase = words[phase]
        tell(`${seen.scenario}: ${seen.phase}`)
      },
      request: (request) => {
        seen.requests += 1
        if (isLost(request)) seen.lost += 1
        else if (request.length === 'short')
          seen.took = [...seen.took, request.tookMs].slice(-recent)
      },
      rollout: ({ title, requests }) => {
        const lost = requests.filter(isLost).length
        clear()
        const outcome = `${counted(requests.length, 'request')}, ${count(lost)} lost`
        say(
          `${seen.scenario}: ${title}: ${lost === 0 ? paint.good(outcome) : paint.error(outcome)}`,
        )
      },
    },
    end: () => {
      clearInterval(timer)
      clear()
    },
  }
}

type Seen = { scenario: string; phase: string; requests: number; lost: number; took: number[] }

function lineOf({ scenario, phase, requests, lost, took }: Seen): string {
  const latency = took.toSorted((a, b) => a - b)[took.length >> 1]
  return [
    `${scenario}: ${phase}`,
    ...(requests > 0 ? [counted(requests, 'request'), `${count(lost)} lost`] : []),
    ...(latency === undefined ? [] : [duration(latency)]),
  ].join('  ·  ')
}

const show = (line: string, columns: number): void =>
  void process.stderr.write(`\r\u001b[K${[...line].slice(0, columns - 1).join('')}`)
