// Method and path -> Answer. Reading the health path answers 200 or 500, and 503 to whatever arrives
// while draining; anything else is 404.
import type { Health } from './health.ts'

export type Answer = { status: number; body: Record<string, string> }

const healthPath = '/health/check'

export async function route(
  method: string,
  path: string,
  { health, isDraining }: { health: Health; isDraining: () => boolean },
): Promise<Answer> {
  const reads = method === 'GET' || method === 'HEAD'
  if (path !== healthPath || !reads) return { status: 404, body: { error: 'not found' } }
  if (isDraining()) return { status: 503, body: { health: 'draining' } }
  return (await health())
    ? { status: 200, body: { health: 'passing' } }
    : { status: 500, body: { health: 'failing' } }
}

export const isHealthPath = (path: string): boolean => path === healthPath
