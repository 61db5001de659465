// Timings of the health block that can't work together, each with the inequality that fails.
import { type Diagnostic, error } from '../model/diagnostic.ts'
import type { Health } from '../model/system.ts'
import type { Check } from './check.ts'

export const checkHealth: Check = ({ app: { health } }) => rules.flatMap((rule) => rule(health))

const rules: readonly ((health: Health) => Diagnostic[])[] = [
  ({ timeoutSeconds, intervalSeconds }) =>
    demand(timeoutSeconds <= intervalSeconds, 'timeoutSeconds', {
      message: `a health check may take ${timeoutSeconds} s, but the next one starts after ${intervalSeconds} s`,
      inequality: `timeoutSeconds (${timeoutSeconds}) ≤ intervalSeconds (${intervalSeconds})`,
      help: `set \`timeoutSeconds\` to ${intervalSeconds} or less, or raise \`intervalSeconds\``,
    }),
  ({ startupSeconds, healthyThreshold, intervalSeconds }) => {
    const needed = healthyThreshold * intervalSeconds
    return demand(startupSeconds > needed, 'startupSeconds', {
      message: `a machine gets ${startupSeconds} s to start, but the load balancer alone takes ${needed} s to accept it`,
      inequality: `startupSeconds (${startupSeconds}) > healthyThreshold (${healthyThreshold}) × intervalSeconds (${intervalSeconds})`,
      help: `set \`startupSeconds\` to more than ${needed}`,
    })
  },
]

type Demand = { message: string; inequality: string; help: string }

const demand = (holds: boolean, key: keyof Health, { message, inequality, help }: Demand) =>
  holds
    ? []
    : [
        error('health-timing', ['app', 'health', key], message, {
          label: `must hold: ${inequality}`,
          help,
        }),
      ]
