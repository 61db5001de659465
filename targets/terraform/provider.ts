// The versions of Terraform and of the provider that the other files are written for.
import type { Concern } from './emit.ts'

export const provider: Concern = () => ({
  '//': 'Written by immuc. The token comes from the environment: DIGITALOCEAN_TOKEN.',
  terraform: {
    // terraform_data came with 1.4, plantimestamp() with 1.5.
    required_version: '>= 1.5.0',
    required_providers: {
      digitalocean: {
        source: 'digitalocean/digitalocean',
        // 2.95 mends an assignment of reserved IPs that failed while another one was pending.
        version: '>= 2.95.0, < 3.0.0',
      },
    },
  },
  provider: { digitalocean: {} },
})
