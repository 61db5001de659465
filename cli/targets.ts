// Every target, in one place. What is baked into the image comes first; its name depends on it.
import type { Targets } from '../compiler/model/target.ts'
import { emitPlaybook } from '../targets/ansible/emit.ts'
import { emitUserData } from '../targets/cloud-init/emit.ts'
import { emitPacker } from '../targets/packer/emit.ts'
import { emitReadme } from '../targets/readme/emit.ts'
import { emitUnit } from '../targets/systemd/emit.ts'
import { emitTerraform } from '../targets/terraform/emit.ts'

export const targets: Targets = {
  baked: [emitPlaybook, emitUnit],
  deployed: [emitPacker, emitUserData, emitTerraform, emitReadme],
}
