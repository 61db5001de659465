// Timings of the health block that can't work together, each with the inequality that fails.
import { defaults } from '../../schema/defaults.gen.ts'
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Health } from '../model/system.ts'
import type { Check } from './check.ts'

export const checkHealth: Check = ({ app: { health } }) => rules.flatMap((rule) => rule(health))

// No lower bound of startupSeconds follows from the thresholds: the gate waits for one passed check,
// and the time that the load balancer needs is waited for on top of it.
const rules: readonly ((health: Health) => Diagnostic[])[] = [
  ({ timeoutSeconds, intervalSeconds }) =>
    demand(timeoutSeconds <= intervalSeconds, ['timeoutSeconds', 'intervalSeconds'], {
      message: `a health check may take ${timeoutSeconds} s${orDefault('timeoutSeconds', timeoutSeconds)}, but the next one starts after ${intervalSeconds} s${orDefault('intervalSeconds', intervalSeconds)}`,
      inequality: `timeoutSeconds (${timeoutSeconds}) ≤ intervalSeconds (${intervalSeconds})`,
      help: `set \`timeoutSeconds\` to ${intervalSeconds} or less, or raise \`intervalSeconds\``,
    }),
  ({ timeoutSeconds, startupSeconds }) =>
    demand(timeoutSeconds <= startupSeconds, ['startupSeconds', 'timeoutSeconds'], {
      message: `a machine gets ${startupSeconds} s${orDefault('startupSeconds', startupSeconds)} to start, but a single health check may take ${timeoutSeconds} s${orDefault('timeoutSeconds', timeoutSeconds)}`,
      inequality: `timeoutSeconds (${timeoutSeconds}) ≤ startupSeconds (${startupSeconds})`,
      help: `set \`startupSeconds\` to ${timeoutSeconds} or more, or lower \`timeoutSeconds\``,
    }),
]

/** Who did not write a number wonders where it comes from. */
const orDefault = (key: keyof Health, seconds: number): string =>
  defaults[`app.health.${key}`] === seconds ? ' (the default)' : ''

type Demand = { message: string; inequality: string; help: string }

/** `keys` are the two that don't fit together; the second one is pointed at if only it is written. */
const demand = (
  holds: boolean,
  [key, other]: readonly [keyof Health, keyof Health],
  { message, inequality, help }: Demand,
): Diagnostic[] =>
  holds
    ? []
    : [
        error('health-timing', ['app', 'health', key], message, {
          orAt: ['app', 'health', other],
          related: [{ path: ['app', 'health', other], label: 'does not go with this' }],
          label: `must hold: ${inequality}`,
          help,
        }),
      ]
