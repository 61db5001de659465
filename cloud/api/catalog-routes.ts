// /v2/regions and /v2/sizes.
import { regions, sizes } from './catalog.ts'
import { paged } from './page.ts'
import type { Routes } from './router.ts'

export const catalogRoutes: Routes = {
  'GET /v2/regions': (call) => paged(call, 'regions', regions),
  'GET /v2/sizes': (call) => paged(call, 'sizes', sizes),
}
