// What npm installs, with all dependencies.
import { join } from 'node:path'
import { root } from '../../test/support/root.ts'
import type { Bench } from '../bench.ts'
import type { Figure } from '../figure.ts'
import { megabytesOf, packagesIn } from '../packages.ts'
import { installed } from '../peers/install.ts'

export async function size({ project, peers }: Bench): Promise<Figure[]> {
  const ours = [join(project.folder, 'node_modules/immuc'), ...packagesIn(root)]
  const ourSize = {
    what: 'installed',
    unit: 'MB',
    ours: [megabytesOf(ours)],
    aim: { most: 15 },
  } as const
  const ourCount = {
    what: 'packages',
    unit: 'packages',
    ours: [ours.length],
    aim: { most: 30 },
  } as const
  if (peers === undefined) return [ourSize, ourCount]
  const bindings = packagesIn(installed('cdktf'))
  const command = packagesIn(installed('cdktf-cli'))
  const against = 'cdktf with its DigitalOcean bindings'
  return [
    { ...ourSize, against, theirs: [megabytesOf(bindings)] },
    { ...ourSize, against: 'and its CLI', theirs: [megabytesOf([...bindings, ...command])] },
    ourCount,
  ]
}
