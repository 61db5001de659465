// What every row of the benchmark is given.
import type { Peers } from './peers/peers.ts'
import type { BenchProject } from './project.ts'

export type Bench = {
  project: BenchProject
  /** How many pairs to take, where `usual` is what the row would. */
  pairs: (usual: number) => number
  /** With `--peers` only: they are installed from npm. */
  peers?: Peers
}
