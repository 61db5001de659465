// /v2/actions: every action of the account.
import { actionView } from './action.ts'
import { paged } from './page.ts'
import { found, ok } from './reply.ts'
import type { Routes } from './router.ts'

export const actionRoutes: Routes = {
  'GET /v2/actions': (call) => paged(call, 'actions', call.world.state.actions.map(actionView)),
  'GET /v2/actions/:action': ({ world, param }) => {
    const wanted = world.state.actions.find(({ id }) => String(id) === param('action'))
    return ok({ action: actionView(found(wanted)) })
  },
}
