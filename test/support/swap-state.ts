// A tree that a build was stopped in → whether it is the old set, the new one, or on the way between
// them; and whether any tool could take a part of it for a whole.

import { marker } from '../../compiler/write/marker.ts'
import { lockPath } from '../../compiler/write/names.ts'
import { differingFiles, type Tree } from './two-sets.ts'

export type SwapState = {
  name: 'old' | 'new' | 'between'
  /** Something of the old set stands beside something of the new one. */
  isMix: boolean
  /** What Terraform or Packer reads is neither set, and nothing in it makes them refuse it. */
  misleads: string[]
}

type Sets = { old: Tree; new: Tree }

export function swapState(found: Tree, sets: Sets): SwapState {
  const differing = differingFiles(sets.old, sets.new).filter((path) => path !== lockPath)
  const is = (set: Tree) => (path: string) => found.get(path) === set.get(path)
  const whole = (set: Tree) => [...differing, lockPath].every(is(set))
  return {
    name: whole(sets.old) ? 'old' : whole(sets.new) ? 'new' : 'between',
    isMix: differing.some(is(sets.old)) && differing.some(is(sets.new)),
    misleads: views
      .filter(({ reads, entry }) => {
        const read = differing.filter((path) => reads.test(path))
        const isWhole = read.every(is(sets.old)) || read.every(is(sets.new))
        return !isWhole && !read.some((path) => entry.test(path) && found.get(path) === marker)
      })
      .map(({ tool }) => tool),
  }
}

/** What each tool reads, and which of these files it loads before it does anything. */
const views = [
  { tool: 'terraform', reads: /^(terraform|cloud-init)\//, entry: /^terraform\/.*\.tf\.json$/ },
  { tool: 'packer', reads: /^(packer\/image|ansible\/)/, entry: /^packer\/image\.pkr\.json$/ },
]
