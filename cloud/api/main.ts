// The command line of the emulator: prints its address, then serves until it is told to stop.
//   tsx cloud/api/main.ts [--port N] [--scale N] [--state FILE] [--token T] [--fault 'MATCH -> ANSWER']
import { parseArgs } from 'node:util'
import { scaledClock } from '../clock.ts'
import { parseFault } from './faults.ts'
import { startApi } from './start-api.ts'

const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '9780' },
    scale: { type: 'string', default: '1' },
    state: { type: 'string' },
    token: { type: 'string' },
    fault: { type: 'string', multiple: true, default: [] },
  },
})

const api = await startApi({
  port: Number(values.port),
  clock: scaledClock({ scale: Number(values.scale) }),
  faults: values.fault.map(parseFault),
  ...(values.state !== undefined && { stateFile: values.state }),
  ...(values.token !== undefined && { token: values.token }),
})
console.log(api.url)

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void api.close().then(() => process.exit(0)))
}
