// `main.js [COUNT]`: the system of examples/02-database for cdktf and cdktn, COUNT times, a stack each.
import { App, TerraformStack } from 'cdktf'
import { addDatabase } from './database'
import { addDomain } from './domain'
import { addDroplets } from './droplets'
import { addIngress } from './ingress'
import { addNetwork } from './network'
import { addOutputs } from './outputs'
import { addRollout } from './rollout'
import { addSettings } from './settings'

function addSystem(app: App, name: string): void {
  const stack = new TerraformStack(app, name)
  addSettings(stack)
  const network = addNetwork(stack, name)
  addDatabase(stack, name, network)
  addDroplets(stack, name, network)
  addIngress(stack, name, network)
  addRollout(stack, name)
  addDomain(stack, name)
  addOutputs(stack, name)
}

const count = Number(process.argv[2] ?? 1)
// Validation would start terraform for each stack, only to ask for its version.
const app = new App({ skipValidation: true })
for (let index = 0; index < count; index += 1) addSystem(app, index === 0 ? 'app' : `app${index}`)
app.synth()
if (count > 1) process.stdout.write(`${process.resourceUsage().maxRSS / 1024}\n`)
