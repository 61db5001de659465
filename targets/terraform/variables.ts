// What may differ between two applies of the same files: the count, who may reach the gate, secrets.
import type { EnvironmentVariable } from '../../compiler/model/system.ts'
import type { Concern } from './emit.ts'

export const variables: Concern = ({ services: [service], access }) => ({
  '//': 'Written by immuc. Give secrets as TF_VAR_name in the environment, not in a file.',
  variable: {
    instance_count: {
      '//': 'scaling.instances',
      description: 'Number of droplets: one behind a reserved IP, several behind a load balancer.',
      type: 'number',
      default: service.instances,
      nullable: false,
      validation: [
        {
          condition:
            '${var.instance_count >= 1 && floor(var.instance_count) == var.instance_count}',
          error_message: 'instance_count is a whole number, 1 or more.',
        },
      ],
    },
    gate_from: {
      '//': 'access.gateFrom',
      description:
        'Address ranges of those who run terraform apply and check the health of new droplets.',
      type: 'list(string)',
      default: access.gateFrom,
      nullable: false,
    },
    ...Object.fromEntries(service.environment.flatMap(secret)),
  },
})

function secret(variable: EnvironmentVariable): [string, object][] {
  if (!('variable' in variable)) return []
  return [
    [
      variable.variable,
      {
        '//': `app.env.${variable.name}`,
        description: `Value of the environment variable ${variable.name}.`,
        type: 'string',
        sensitive: true,
        nullable: false,
        validation: [
          {
            condition: `\${!can(regex("[\\\\x00\\\\x{fdd0}-\\\\x{fdef}\\\\x{fffe}\\\\x{ffff}]", var.${variable.variable}))}`,
            error_message: `${variable.name} contains a character that systemd does not pass on; encode it, with base64 for example.`,
          },
        ],
      },
    ],
  ]
}
