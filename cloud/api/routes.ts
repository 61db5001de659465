// Every endpoint that is emulated.
import { accountRoutes } from './account-routes.ts'
import { actionRoutes } from './action-routes.ts'
import { catalogRoutes } from './catalog-routes.ts'
import { certificateRoutes } from './certificate-routes.ts'
import { databaseRoutes } from './database-routes.ts'
import { domainRoutes } from './domain-routes.ts'
import { dropletRoutes } from './droplet-routes.ts'
import { firewallRoutes } from './firewall-routes.ts'
import { imageRoutes } from './image-routes.ts'
import { loadBalancerRoutes } from './load-balancer-routes.ts'
import { paged } from './page.ts'
import { projectRoutes } from './project-routes.ts'
import { reservedIpRoutes } from './reserved-ip-routes.ts'
import type { Routes } from './router.ts'
import { tagRoutes } from './tag-routes.ts'
import { vpcRoutes } from './vpc-routes.ts'

export const routes: Routes = {
  ...accountRoutes,
  ...actionRoutes,
  ...catalogRoutes,
  ...certificateRoutes,
  ...databaseRoutes,
  ...domainRoutes,
  ...dropletRoutes,
  ...firewallRoutes,
  ...imageRoutes,
  ...loadBalancerRoutes,
  ...projectRoutes,
  ...reservedIpRoutes,
  ...tagRoutes,
  ...vpcRoutes,
  'GET /v2/volumes': (call) => paged(call, 'volumes', []),
}
