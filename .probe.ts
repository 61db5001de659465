import { configurationOf } from './diff/terraform/configuration.ts'
import { planned } from './diff/terraform/plan.ts'
import { compiled } from './test/support/system.ts'

const of = (f: any) => {
  const c = compiled(f)
  if (!c.output) throw new Error(JSON.stringify(c.diagnostics))
  return configurationOf(c.output.artifacts)
}
const a = of({})
const show = (b: any, x = a) =>
  console.log(
    planned(x, of(b))
      .map((c) => `${c.action} ${c.address} ${c.attributes}`)
      .join('\n') + '\n',
  )
show({})
show({ version: 'v2' })
show({ scaling: { instances: 3 }, access: { gateFrom: ['1.2.3.4/32'] } })
show({ scaling: { region: 'fra1' } })
show({ app: { port: 9000 } })
