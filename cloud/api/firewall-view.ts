// A stored firewall -> what the API shows of it. Changes here take effect at once, so nothing is
// ever pending.
import type { Firewall } from './state.ts'

export const firewallView = (firewall: Firewall) => ({
  ...firewall,
  status: 'succeeded',
  pending_changes: [],
})
