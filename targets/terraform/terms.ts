// Terms that several Terraform files share.
import type { Service } from '../../compiler/model/system.ts'

/** The new one first: everything that depends on the old one moves before it goes. */
export const createBeforeDestroy = { create_before_destroy: true }

export const everyone = ['0.0.0.0/0', '::/0']

/** Runs a script that stands beside the Terraform files; `environment` is all that it is told. */
export const runScript = (script: string, environment: Record<string, string>) => ({
  'local-exec': { command: `sh "\${path.module}/${script}"`, environment },
})

/** A reserved IP on a single instance and a load balancer before several, instead of the latter alone. */
export const isSwitched = ({ ingress }: Service): boolean => ingress === 'reserved-ip'

/** The address of the load balancer's resource. */
export const balancerOf = (service: Service): string =>
  `digitalocean_loadbalancer.${service.name}${isSwitched(service) ? '[0]' : ''}`

/** A name that the successor of the same resource does not have. */
export const timestamped = (name: string): string =>
  `${name}-\${terraform.workspace}-\${formatdate("YYMMDDhhmmss", plantimestamp())}`
