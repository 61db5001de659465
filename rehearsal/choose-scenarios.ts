// What a user calls a scenario → the scenarios to run. What does not change the number of instances
// is rehearsed at as many as the config has.
import { offered, type Scenario, type Stage, scenarioNamed } from './scenarios.ts'

export const scenarioChoices = [...offered, 'all'] as const

export type ScenarioChoice = (typeof scenarioChoices)[number]

export const chooseScenarios = (choice: ScenarioChoice): Scenario[] =>
  (choice === 'all' ? offered : [choice]).map((name) => asConfigured(scenarioNamed(name)))

function asConfigured(scenario: Scenario): Scenario {
  const stages = [scenario.from, ...scenario.steps.map(({ to }) => to)]
  const isScaled = new Set(stages.map(({ instances }) => instances)).size > 1
  if (isScaled) return scenario
  return {
    ...scenario,
    from: plain(scenario.from),
    steps: scenario.steps.map((step) => ({
      ...step,
      title: step.title.replace(/ at one instance$/, ''),
      to: plain(step.to),
    })),
  }
}

function plain({ instances: _, ...stage }: Stage): Stage {
  return stage
}
