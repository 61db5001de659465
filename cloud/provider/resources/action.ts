// Waiting for an action of the API, which is over when it has a completion time, whatever its status
// says before. There is no limit but an hour.
import type { Operation } from '../resource.ts'
import { waitFor } from '../wait.ts'

type Action = { id: number; status: string; completed_at?: string | null }

const actionMs = 3_600_000

export async function untilCompleted({ api, pace }: Operation, id: number): Promise<void> {
  const state = async (): Promise<string> => {
    const { action } = await api.get<{ action: Action }>(`/v2/actions/${id}`)
    if (action.status === 'errored') return 'errored'
    return action.completed_at ? 'completed' : 'in-progress'
  }
  const wait = { state, target: 'completed', pending: ['in-progress'], timeoutMs: actionMs }
  await waitFor({ ...wait, pauseMs: 5_000 }, pace)
}
