// System → the user-data template that gives each machine its environment at the first boot.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { System } from '../../compiler/model/system.ts'
import { template } from '../../compiler/serialize/template.ts'
import userDataTemplate from './user-data.yaml.template.gen.js'

const renderUserData = template(userDataTemplate)

export const emitUserData = (system: System): Artifact[] =>
  system.services.map(({ name }) => ({
    path: `cloud-init/${name}.yaml.tftpl`,
    content: renderUserData({ folder: `/opt/${name}` }),
  }))
