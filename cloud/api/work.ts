// Work that goes on after the answer: it runs against the data plane, may be struck by a fault, and
// ends by settling the state, which is then saved and passed on.
import { propagate } from './propagate.ts'
import type { World } from './world.ts'

export type Work = {
  /** Such as `create droplet`; faults match it with and without the name behind it. */
  what: string
  name: string
  run: () => Promise<void>
  failed: (message: string) => void
}

export function start(world: World, work: Work): void {
  void strike(world, work)
    .then(work.run)
    .catch((error: unknown) => work.failed(error instanceof Error ? error.message : String(error)))
    .then(() => {
      propagate(world)
      world.save()
    })
}

async function strike(world: World, { what, name }: Work): Promise<void> {
  const fault = world.faults.hit(what, `${what} ${name}`)
  if (!fault) return
  if (fault.answer === 'never') return new Promise(() => {})
  if (typeof fault.answer === 'object') return world.clock.sleep(fault.answer.lateSeconds * 1000)
  throw new Error(`an injected fault: ${fault.match}`)
}
