// The app's port is free on a machine that also runs sshd.
import { error } from '../model/diagnostic.ts'
import type { Check } from './check.ts'

const taken: Record<number, string> = {
  22: 'sshd',
  53: "systemd's resolver",
}

export const checkPort: Check = ({ app: { port } }) => {
  const owner = taken[port]
  if (owner === undefined) return []
  return [
    error('port-clash', ['app', 'port'], `port ${port} is taken: ${owner} listens on it`, {
      label: `taken by ${owner}`,
      help: 'choose another port, such as 8080',
    }),
  ]
}
