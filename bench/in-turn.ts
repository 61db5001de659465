// Runs by name → the samples of each. All of them run in turn, round after round, so that whatever
// else the machine does meets all alike. The first round only warms caches.

export async function inTurn<Name extends string, Sample>(
  runs: Record<Name, () => Sample | Promise<Sample>>,
  rounds: number,
): Promise<Record<Name, Sample[]>> {
  const names = Object.keys(runs) as Name[]
  const samples = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<
    Name,
    Sample[]
  >
  for (let round = -1; round < rounds; round += 1) {
    for (const name of names) {
      const sample = await runs[name]()
      if (round >= 0) samples[name].push(sample)
    }
  }
  return samples
}
