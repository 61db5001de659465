// A stack → its provider, its variables, and the locals that all parts of the system share.
import { DigitaloceanProvider } from '@cdktf/provider-digitalocean/lib/provider'
import { TerraformLocal, type TerraformStack, TerraformVariable, VariableType } from 'cdktf'

export function addSettings(stack: TerraformStack): void {
  new DigitaloceanProvider(stack, 'digitalocean')
  new TerraformVariable(stack, 'instance_count', {
    description: 'Number of droplets: one behind a reserved IP, several behind a load balancer.',
    type: VariableType.NUMBER,
    default: 1,
    nullable: false,
    validation: [
      {
        condition: '${var.instance_count >= 1 && floor(var.instance_count) == var.instance_count}',
        errorMessage: 'instance_count is a whole number, 1 or more.',
      },
    ],
  })
  new TerraformVariable(stack, 'gate_from', {
    description:
      'Address ranges of those who run terraform apply and check the health of new droplets.',
    type: VariableType.LIST_STRING,
    default: [],
    nullable: false,
  })
  new TerraformLocal(stack, 'many', '${var.instance_count > 1}')
  new TerraformLocal(stack, 'region', 'ams3')
  new TerraformLocal(stack, 'size', 's-1vcpu-1gb')
}
