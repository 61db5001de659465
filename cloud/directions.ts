// A running cloud -> how to point terraform, doctl and curl at it: a file for the shell, and a text
// whose every command can be copied as it stands.
import { writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import type { Cloud } from './start-cloud.ts'

type Running = Pick<Cloud, 'api' | 'plane' | 'token' | 'environment'> & { stateFolder: string }

/** Its path. For its owner alone, as everything in the folder is. */
export function writeEnvironmentFile(cloud: Running): string {
  const path = join(cloud.stateFolder, 'env')
  const text = `# Of the cloud that runs now; source it again after another start.\n${exports(cloud)}`
  writeFileSync(path, text, { mode: 0o600 })
  return path
}

const exports = ({ environment }: Running): string =>
  Object.entries(environment)
    .map(([name, value]) => `export ${name}=${name === 'PATH' ? pathWord(value) : quoted(value)}\n`)
    .join('')

/** Whoever sources it keeps a PATH of their own. */
const pathWord = (value: string): string => `${quoted(value.split(delimiter)[0] ?? '')}:"$PATH"`

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`

export function directions(cloud: Running, environmentFile: string): string {
  const { api, plane, token, stateFolder } = cloud
  const { address, port } = plane.nameServer
  const pace =
    api.clock.scale === 1 ? 'in real time' : `${api.clock.scale} times as fast as real time`
  return `A cloud on this machine, ${pace}: ${api.url}
Ctrl-C stops it. What it has is in ${stateFolder} and there again at the next start.

terraform, in the terraform folder of your artifacts:

  . ${quoted(environmentFile)}
  terraform init
  terraform apply

The file sets:

${exports(cloud).replace(/^/gm, '  ').trimEnd()}

doctl, which reads DIGITALOCEAN_ACCESS_TOKEN and DIGITALOCEAN_API_URL, or is told:

  doctl --api-url ${api.url} --access-token ${token} compute droplet list

curl, for the API and, by its name, for what terraform applied:

  curl -H 'Authorization: Bearer ${token}' ${api.url}/v2/droplets
  curl --resolve "app.example.com:8080:$(terraform output -raw ip_address)" http://app.example.com:8080/

names, from its name server:

  dig @${address} -p ${port} +short app.example.com
`
}
