// System → the playbook that turns a distribution's image into the app's, and the app itself if it
// is a local file. All of it is baked into the image.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { Service, System } from '../../compiler/model/system.ts'
import { yaml } from '../../compiler/serialize/yaml.ts'
import { hygieneTasks } from './hygiene-tasks.ts'
import { installTasks } from './install-tasks.ts'

export function emitPlaybook(system: System): Artifact[] {
  const [service] = system.services
  return [{ path: 'ansible/playbook.yml', content: playbookText(service) }, ...appFile(service)]
}

const header = `---
# Written by immuc from app and image. Packer runs it once per version, on a machine that is then
# turned into an image; it never runs on a machine that serves.
`

function playbookText(service: Service): string {
  const play = {
    name: `Bake ${service.name} into an image`,
    hosts: 'all',
    become: true,
    gather_facts: false,
    // Ubuntu would ask, or restart services of a machine that is about to be turned off.
    environment: { NEEDRESTART_MODE: 'l' },
  }
  const tasks = [...installTasks(service), ...hygieneTasks]
  const list = tasks.map((task) => yaml([task]).replace(/^(?=.)/gm, '    ')).join('\n')
  return `${header}${yaml([play])}  tasks:\n${list}`
}

function appFile({ name, binary }: Service): Artifact[] {
  return binary.from === 'file' ? [{ path: `ansible/files/${name}`, content: binary.bytes }] : []
}
