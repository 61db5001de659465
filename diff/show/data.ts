// A diff → plain data for `--format json`.
import type { DiffReport } from './report.ts'

export function data({ name, ref, commit, diff, keys, notes }: DiffReport): object {
  const { destroysData, downtime, dangers, costs, moreDroplets, images, files, resources } = diff
  return {
    name,
    from: { ref, commit },
    destroysData,
    downtime,
    dangers,
    changes: keys.map(({ name: path, place, before, after }) => ({
      path,
      before,
      after,
      ...place,
    })),
    resources: resources.map(({ notes: about, ...rest }) => ({ ...rest, notes: about })),
    costs: { before: costs.before, after: costs.after },
    moreDroplets,
    images,
    files,
    next: diff.next,
    notes,
  }
}
