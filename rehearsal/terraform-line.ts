// One line of `terraform apply -json`, as far as it is read here.
// https://developer.hashicorp.com/terraform/internals/machine-readable-ui

export type TerraformLine = {
  type: string
  hook?: {
    resource?: { addr: string }
    action?: string
    /** Of a step that runs for this resource, such as `local-exec`. */
    provisioner?: string
    output?: string
  }
  diagnostic?: { severity: string; summary: string; detail?: string; address?: string }
}
