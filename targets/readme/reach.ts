// System → the rows of the table that says which port is open to whom.
import { isBalanced, type System } from '../../compiler/model/system.ts'
import { code } from './cell.ts'

export type Reach = { to: string; port: string; from: string }

export function reach({ services: [service], access, database }: System): Reach[] {
  const balanced = isBalanced(service)
  const port = String(service.port)
  const droplets = { to: 'droplets', port }
  return [
    { to: balanced ? 'load balancer' : 'reserved IP, droplet', port, from: 'everyone' },
    ...(balanced ? [{ ...droplets, from: 'the load balancer' }] : []),
    ...(balanced ? [{ ...droplets, from: `${gate(access)} (health gate)` }] : []),
    {
      to: 'droplets',
      port: '22 (SSH)',
      from: access.sshFrom.length > 0 ? access.sshFrom.map(code).join(', ') : 'nobody',
    },
    ...(database
      ? [{ to: 'database', port: '25060 (TLS)', from: 'the droplets, in the private network' }]
      : []),
  ]
}

const gate = ({ gateFrom }: System['access']): string =>
  gateFrom.length > 0 ? gateFrom.map(code).join(', ') : 'whom `TF_VAR_gate_from` names'
