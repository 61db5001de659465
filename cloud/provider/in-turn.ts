// Runs work under a name after all earlier work under that name, whether it failed or not.
const last = new Map<string, Promise<unknown>>()

export async function inTurn<T>(name: string, work: () => Promise<T>): Promise<T> {
  const turn = (last.get(name) ?? Promise.resolve()).then(work, work)
  last.set(name, turn)
  try {
    return await turn
  } finally {
    if (last.get(name) === turn) last.delete(name)
  }
}
