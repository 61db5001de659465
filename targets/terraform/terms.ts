// Terms that several Terraform files share.

/** The new one first: everything that depends on the old one moves before it goes. */
export const createBeforeDestroy = { create_before_destroy: true }

export const everyone = ['0.0.0.0/0', '::/0']

/** Runs a script that stands beside the Terraform files; `environment` is all that it is told. */
export const runScript = (script: string, environment: Record<string, string>) => ({
  'local-exec': { command: `sh "\${path.module}/${script}"`, environment },
})
