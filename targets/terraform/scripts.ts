// The shell scripts that the steps of a rollout run, in files of their own so that they can be read.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { System } from '../../compiler/model/system.ts'
import { template } from '../../compiler/serialize/template.ts'
import rotationTemplate from './put-in-rotation.sh.template.gen.js'
import healthTemplate from './wait-until-healthy.sh.template.gen.js'

const renderHealth = template(healthTemplate)
const renderRotation = template(rotationTemplate)

export const scripts = ({ services: [{ name }] }: System): Artifact[] => [
  { path: 'terraform/wait-until-healthy.sh', content: renderHealth({ name }) },
  { path: 'terraform/put-in-rotation.sh', content: renderRotation({ name }) },
]
