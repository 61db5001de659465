// /v2/projects: the default project, others, and which resources belong to which.
import { type Body, flag, requiredText, text, texts } from './body.ts'
import { paged } from './page.ts'
import { ApiRefusal, created, found, noContent, ok, unprocessable } from './reply.ts'
import { defaultProjectId, projectUrns } from './resources.ts'
import type { Call, Handler, Routes } from './router.ts'
import type { Project, State } from './state.ts'
import { changed, isoNow, remove, uuid } from './world.ts'

const update: Handler = (call) => {
  const project = projectOf(call)
  const { state } = call.world
  Object.assign(project, textsIn(call.body, project), { updated_at: isoNow(call.world) })
  if (flag(call.body, 'is_default')) {
    for (const other of state.projects) other.is_default = other === project
  }
  changed(call.world, 'project', 'updated', project)
  return ok({ project: view(call)(project) })
}

export const projectRoutes: Routes = {
  'GET /v2/projects': (call) => paged(call, 'projects', call.world.state.projects.map(view(call))),
  'POST /v2/projects': createProject,
  'GET /v2/projects/:project': (call) => ok({ project: view(call)(projectOf(call)) }),
  'PUT /v2/projects/:project': update,
  'PATCH /v2/projects/:project': update,
  'DELETE /v2/projects/:project': deleteProject,
  'GET /v2/projects/:project/resources': (call) =>
    paged(call, 'resources', resourcesOf(call.world.state, projectOf(call)).map(resourceView)),
  'POST /v2/projects/:project/resources': assignResources,
}

type Resource = Project['resources'][number]

const resourceView = ({ urn, assigned_at }: Resource) => ({
  urn,
  assigned_at,
  links: { self: `https://api.digitalocean.com/v2/${urn.split(':').slice(1).join('/')}` },
  status: 'ok',
})

function projectOf({ world, param }: Call): Project {
  const id = param('project')
  const wanted = id === 'default' ? defaultProjectId(world.state) : id
  return found(world.state.projects.find((project) => project.id === wanted))
}

const view =
  (call: Call) =>
  ({ resources, ...project }: Project) => ({
    ...project,
    owner_id: 1,
    owner_uuid: call.world.state.account.uuid,
  })

const textsIn = (body: Body, before?: Project) => ({
  name: text(body, 'name') ?? before?.name ?? requiredText(body, 'name'),
  description: text(body, 'description') ?? before?.description ?? '',
  purpose: text(body, 'purpose') ?? before?.purpose ?? requiredText(body, 'purpose'),
  environment: text(body, 'environment') ?? before?.environment ?? '',
})

function createProject(call: Call) {
  const { world, body } = call
  const at = isoNow(world)
  const fields = textsIn(body)
  if (world.state.projects.some(({ name }) => name === fields.name)) {
    throw unprocessable('name must be unique')
  }
  const project: Project = {
    id: uuid(),
    ...fields,
    is_default: false,
    created_at: at,
    updated_at: at,
    resources: [],
  }
  world.state.projects.push(project)
  changed(world, 'project', 'created', project)
  return created({ project: view(call)(project) })
}

function deleteProject(call: Call) {
  const project = projectOf(call)
  if (project.is_default || resourcesOf(call.world.state, project).length > 0) {
    throw new ApiRefusal(412, 'cannot delete a project with resources, nor the default project')
  }
  remove(call.world.state.projects, project)
  changed(call.world, 'project', 'deleted', project)
  return noContent
}

function resourcesOf(state: State, project: Project): Resource[] {
  const present = projectUrns(state)
  const own = project.resources.filter(({ urn }) => present.includes(urn))
  if (!project.is_default) return own
  const claimed = state.projects.flatMap(({ resources }) => resources.map(({ urn }) => urn))
  return [
    ...own,
    ...present
      .filter((urn) => !claimed.includes(urn))
      .map((urn) => ({ urn, assigned_at: project.created_at })),
  ]
}

function assignResources(call: Call) {
  const { state } = call.world
  const project = projectOf(call)
  const assigned = (texts(call.body, 'resources') ?? []).map((urn) => ({
    urn,
    assigned_at: isoNow(call.world),
  }))
  for (const { urn } of assigned) found(projectUrns(state).find((one) => one === urn))
  for (const other of state.projects) {
    other.resources = other.resources.filter(({ urn }) => !assigned.some((one) => one.urn === urn))
  }
  project.resources.push(...assigned)
  changed(call.world, 'project', 'updated', project)
  return ok({ resources: assigned.map(resourceView), links: {}, meta: { total: assigned.length } })
}
