// POST /v2/droplets/ID/actions: one action at a time per droplet, which is locked until the action
// has ended. An action is refused at once when the droplet is in no state for it.
import { actionView, beginAction, endAction, pendingAction } from './action.ts'
import { requiredText } from './body.ts'
import { kinds } from './droplet-action-kinds.ts'
import { bringUp } from './droplet-create.ts'
import { created, unprocessable } from './reply.ts'
import type { Call } from './router.ts'
import type { Action, Droplet } from './state.ts'
import { start } from './work.ts'
import { changed, type World } from './world.ts'

export function actOnDroplet(call: Call, droplet: Droplet) {
  return created({ action: actionView(begin(call, droplet)) })
}

export function actOnTagged(call: Call, droplets: readonly Droplet[]) {
  return created({ actions: droplets.map((droplet) => actionView(begin(call, droplet))) })
}

function begin({ world, body }: Call, droplet: Droplet): Action {
  const type = requiredText(body, 'type')
  const kind = kinds[type]
  if (!kind) throw unprocessable(`${type} is not a valid action type`)
  if (pendingAction(world, 'droplet', droplet.id)) {
    throw unprocessable('Droplet already has a pending event.')
  }
  const refusal = kind.refuse?.(world, droplet, body)
  if (refusal) throw unprocessable(refusal)
  const of = { id: droplet.id, kind: 'droplet', region: droplet.region } as const
  const action = beginAction(world, type, of, body)
  droplet.locked = true
  carryOut(world, droplet, action)
  return action
}

/** Also after a restart, for an action that was in progress when the state was saved. */
export function resumeDropletAction(world: World, action: Action): void {
  const droplet = world.state.droplets.find(({ id }) => id === action.resource_id)
  if (!droplet) endAction(world, action, 'errored')
  else if (action.type === 'create') bringUp(world, droplet, action)
  else carryOut(world, droplet, action)
}

function carryOut(world: World, droplet: Droplet, action: Action): void {
  const kind = kinds[action.type]
  const end = (status: 'completed' | 'errored') => {
    droplet.locked = false
    endAction(world, action, status)
  }
  start(world, {
    what: `${action.type} droplet`,
    name: droplet.name,
    run: async () => {
      await kind?.run(world, droplet, action.request)
      end('completed')
      changed(world, 'droplet', kind?.becomes ?? 'updated', droplet, { action: action.type })
    },
    failed: (message) => {
      end('errored')
      changed(world, 'droplet', 'errored', droplet, { action: action.type, message })
    },
  })
}
