// A cloud -> the variables by which a terraform started here uses it and nothing else: no user's own
// configuration, no network, no token but the made-up one, and commands that follow the clock.
import { delimiter, join } from 'node:path'
import { clockCommands } from './clock-commands.ts'

export type TerraformEnvironment = { readonly [name: string]: string }

type Surroundings = {
  apiUrl: string
  token: string
  scale: number
  stateFolder: string
  /** Of the clock's own server. */
  clockUrl: string
}

export function terraformEnvironment(from: Surroundings): TerraformEnvironment {
  const { apiUrl, token, scale, clockUrl, stateFolder } = from
  const commands = () => clockCommands(join(stateFolder, 'bin'), clockUrl, scale)
  return {
    DIGITALOCEAN_TOKEN: token,
    DIGITALOCEAN_ACCESS_TOKEN: token,
    DIGITALOCEAN_API_URL: apiUrl,
    TF_CLI_CONFIG_FILE: '/dev/null',
    CHECKPOINT_DISABLE: '1',
    ...(scale > 1 && { PATH: `${commands()}${delimiter}${process.env.PATH ?? ''}` }),
  }
}
