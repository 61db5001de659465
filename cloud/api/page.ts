// A list and a query -> the page of it that was asked for, with `links` and `meta` as the API writes
// them: 20 per page unless told, 200 at most, and only the links that make sense.
import { ok, type Reply } from './reply.ts'
import type { Call } from './router.ts'

export function paged(
  call: Call,
  key: string,
  items: readonly unknown[],
  more: Record<string, unknown> = {},
): Reply {
  const perPage = Math.min(200, count(call.query, 'per_page', 20))
  const page = count(call.query, 'page', 1)
  return ok({
    [key]: items.slice((page - 1) * perPage, page * perPage),
    ...more,
    links: links(call, page, Math.max(1, Math.ceil(items.length / perPage))),
    meta: { total: items.length },
  })
}

function count(query: URLSearchParams, name: string, fallback: number): number {
  const value = Number(query.get(name) ?? fallback)
  return Number.isInteger(value) && value > 0 ? value : fallback
}

function links(call: Call, page: number, last: number): Record<string, unknown> {
  if (last === 1) return {}
  const to = (number: number) => {
    const query = new URLSearchParams(call.query)
    query.set('page', String(number))
    return `${call.world.url}${call.path}?${query}`
  }
  return {
    pages: {
      ...(page > 1 && { first: to(1), prev: to(page - 1) }),
      ...(page < last && { next: to(page + 1), last: to(last) }),
    },
  }
}
