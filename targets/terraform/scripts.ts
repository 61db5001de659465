// The shell scripts that the steps of a rollout and its operators run, in files of their own so that they can be read.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { System } from '../../compiler/model/system.ts'
import { template } from '../../compiler/serialize/template.ts'
import toolsTemplate from './check-tools.sh.template.gen.js'
import orphansTemplate from './find-orphans.sh.template.gen.js'
import rotationTemplate from './put-in-rotation.sh.template.gen.js'
import healthTemplate from './wait-until-healthy.sh.template.gen.js'

const renderTools = template(toolsTemplate)
const renderOrphans = template(orphansTemplate)
const renderHealth = template(healthTemplate)
const renderRotation = template(rotationTemplate)

export const scripts = ({ services: [{ name }] }: System): Artifact[] => [
  { path: 'terraform/check-tools.sh', content: renderTools({ name }) },
  { path: 'terraform/find-orphans.sh', content: renderOrphans({ name }) },
  { path: 'terraform/wait-until-healthy.sh', content: renderHealth({ name }) },
  { path: 'terraform/put-in-rotation.sh', content: renderRotation({ name }) },
]
