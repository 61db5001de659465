// A data plane in a process of its own, for a test to kill.
import { type ChildProcess, spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './root.ts'

export type PlaneProcess = { child: ChildProcess; pids: readonly number[] }

/** Returns when the steps, which know `plane` and `events`, are through. */
export async function planeProcess(stateFolder: string, steps: string): Promise<PlaneProcess> {
  const script = `
    import { startDataPlane } from ${url('cloud/data-plane.ts')}
    import { scaledClock } from ${url('cloud/clock.ts')}
    import { eventLog } from ${url('cloud/events.ts')}
    const clock = scaledClock({ scale: 1000 })
    const events = eventLog(clock)
    const plane = await startDataPlane({ clock, events, stateFolder: ${JSON.stringify(stateFolder)} })
    ${steps}
    console.log(JSON.stringify(plane.pids()))`
  const command = ['--import', 'tsx', '--input-type=module', '--eval', script]
  const child = spawn(process.execPath, command, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const text = await new Promise<string>((settle) =>
    child.stdout.once('data', (chunk) => settle(`${chunk}`)),
  )
  return { child, pids: JSON.parse(text) }
}

const url = (path: string) => JSON.stringify(pathToFileURL(join(root, path)).href)
