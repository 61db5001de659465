// A build after an edit beside the same system by cdktf and cdktn. They have no cache, so that an
// edit makes no difference to them.
import { join } from 'node:path'
import type { Bench } from '../bench.ts'
import type { Figure } from '../figure.ts'
import { inTurn } from '../in-turn.ts'
import { expectSame } from '../peers/peers.ts'
import { milliseconds, run } from '../process.ts'

const rivals = {
  cdktf: { against: 'cdktf 0.21, precompiled', faster: 5 },
  cdktn: { against: 'cdktn 0.24, precompiled', faster: 3.5 },
  bundled: { against: 'cdktn 0.24, one minified file', faster: 2 },
  cdktfTsx: { against: 'cdktf 0.21, `tsx main.ts`', faster: 14 },
  cdktnTsx: { against: 'cdktn 0.24, `tsx main.ts`', faster: 14 },
} as const

const synth = { against: '`cdktf synth` of cdktf-cli 0.21', faster: 40 }

export async function peers({ project, peers, pairs }: Bench): Promise<Figure[]> {
  if (peers === undefined) return []
  run(project.immuc(['build']))
  expectSame(peers, join(project.folder, 'infra'))
  const ours = () => {
    project.edit()
    return milliseconds(project.immuc(['build']))
  }
  const quick = await inTurn(
    {
      ours,
      cdktf: () => milliseconds(peers.cdktf),
      cdktn: () => milliseconds(peers.cdktn),
      bundled: () => milliseconds(peers.bundled),
      cdktfTsx: () => milliseconds(peers.cdktfTsx),
      cdktnTsx: () => milliseconds(peers.cdktnTsx),
    },
    pairs(30),
  )
  const slow = await inTurn({ ours, theirs: () => milliseconds(peers.cdktfSynth) }, pairs(12))
  const names = Object.keys(rivals) as (keyof typeof rivals)[]
  return [
    ...names.map((name) => figure({ ours: quick.ours, theirs: quick[name] }, rivals[name])),
    figure(slow, synth),
  ]
}

const figure = (
  samples: Pick<Figure, 'ours' | 'theirs'>,
  { against, faster }: { against: string; faster: number },
): Figure => ({ what: '`build` after an edit', unit: 'ms', ...samples, against, aim: { faster } })
