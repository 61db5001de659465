// The rollouts that can be rehearsed, as data: where each one starts, and the steps from there.
import type { Breakage } from './broken-app.ts'
import type { Variant } from './variant.ts'

/** One of the two releases at hand, as the scenario changes it. */
export type Stage = Variant & {
  release: 'before' | 'after'
  /** The app of the release is one that never gets healthy. */
  breakage?: Breakage
  /** Another droplet size than the config's. */
  resized?: true
}

export type Step = { title: string; to: Stage; refused?: true }

export type Scenario = { name: string; title: string; from: Stage; steps: readonly Step[] }

const before = (variant: Omit<Stage, 'release'> = {}): Stage => ({ release: 'before', ...variant })
const after = (variant: Omit<Stage, 'release'> = {}): Stage => ({ release: 'after', ...variant })

const one = { instances: 1 }
const three = { instances: 3 }

export const scenarios = [
  scenario('deploy', 'a new version at one instance', before(one), after(one)),
  scenario('deploy-at-three', 'a new version at three instances', before(three), after(three)),
  scenario('scale-out', 'from one instance to three', before(one), before(three)),
  scenario('scale-in', 'from three instances to one', before(three), before(one)),
  scenario(
    'environment',
    'another value in the environment',
    before(one),
    before({ ...one, environment: { REHEARSED: 'another value' } }),
  ),
  scenario('size', 'another droplet size', before(one), before({ ...one, resized: true })),
  scenario('rollback', 'back to the version before', after(one), before(one)),
  scenario(
    'scale-and-deploy',
    'a new version on three instances instead of one',
    before(one),
    after(three),
  ),
  {
    name: 'bad-release',
    title: 'a version that never gets healthy, and the way back',
    from: before(one),
    steps: [
      {
        title: 'a version that answers 500',
        to: after({ ...one, breakage: 'answers-500' }),
        refused: true,
      },
      { title: 'the rollback after it', to: before(one) },
    ],
  },
] as const satisfies readonly Scenario[]

export type ScenarioName = (typeof scenarios)[number]['name']

/** What `immuc rehearse --scenario` knows by name. */
export const offered = ['deploy', 'scale-out', 'scale-in', 'rollback', 'bad-release'] as const

export function scenarioNamed(name: ScenarioName): Scenario {
  const found = scenarios.find((one) => one.name === name)
  if (!found) throw new Error(`there is no scenario ${name}`)
  return found
}

function scenario<Name extends string>(name: Name, title: string, from: Stage, to: Stage) {
  return { name, title, from, steps: [{ title, to }] } as const
}
