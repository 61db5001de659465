// A table of 'METHOD /path/:parameter' to handlers -> the handler of a request. A literal segment
// goes before a parameter, whatever their order in the table.
import type { Body } from './body.ts'
import type { Reply } from './reply.ts'
import type { World } from './world.ts'

export type Call = {
  world: World
  path: string
  query: URLSearchParams
  body: Body
  /** A path parameter; one that the route does not have is a programming error. */
  param: (name: string) => string
}

export type Handler = (call: Call) => Reply | Promise<Reply>

export type Routes = Record<string, Handler>

export type Match = { handler: Handler; param: Call['param'] }

type Compiled = { method: string; segments: string[]; handler: Handler }

export function router(routes: Routes): (method: string, path: string) => Match | undefined {
  const table = Object.entries(routes).map(compile).sort(literalFirst)
  return (method, path) => {
    const segments = path.split('/')
    const route = table.find((entry) => fits(entry, method, segments))
    return route && { handler: route.handler, param: reader(route, segments) }
  }
}

function compile([route, handler]: [string, Handler]): Compiled {
  const [method = '', path = ''] = route.split(' ')
  return { method, segments: path.split('/'), handler }
}

const isParameter = (segment: string) => segment.startsWith(':')

function literalFirst(a: Compiled, b: Compiled): number {
  const parameters = ({ segments }: Compiled) => segments.filter(isParameter).length
  return parameters(a) - parameters(b)
}

const fits = (route: Compiled, method: string, segments: string[]): boolean =>
  route.method === method &&
  route.segments.length === segments.length &&
  route.segments.every((part, at) =>
    isParameter(part) ? segments[at] !== '' : part === segments[at],
  )

function reader(route: Compiled, segments: string[]): Call['param'] {
  return (name) => {
    const value = segments[route.segments.indexOf(`:${name}`)]
    if (value === undefined) throw new Error(`the route has no parameter ${name}`)
    return decodeURIComponent(value)
  }
}
