// An element, or a name for one → the label that Terraform knows it by, as immuc writes it. By itself cdktf takes the
// construct's id, which has to differ between all constructs of a stack.
import type { TerraformElement } from 'cdktf'

export function labelled<T extends TerraformElement>(element: T, label: string): T {
  element.overrideLogicalId(label)
  return element
}
