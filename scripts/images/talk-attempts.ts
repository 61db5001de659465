// The talk's packer.json and playbook -> what has to be changed in them, one thing after the other, until
// they bake. Each attempt has the changes of all before it.
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../test/support/root.ts'

type Provisioner = { type: string; [key: string]: unknown }

type Template = { builders: [{ image: string }]; provisioners: Provisioner[] }

export type Attempt = { change: string; make: (template: Template) => Template }

export type Values = { url: string; version: string }

export const attempts = ({ url, version }: Values): readonly Attempt[] => [
  { change: 'nothing, as on the slides', make: (template) => template },
  {
    change: '`debian-13-x64` in place of `centos-7-x64`',
    make: ({ builders: [builder], ...rest }) => ({
      ...rest,
      builders: [{ ...builder, image: 'debian-13-x64' }],
    }),
  },
  {
    change: '`"use_proxy": false` for Ansible',
    make: (template) => withAnsible(template, { use_proxy: false }),
  },
  {
    change:
      'values for `url` and `version`; Node.js, which the app here needs, not being a Go binary',
    make: (template) => {
      const words = ['--extra-vars', `url=${url} version=${version}`]
      return withNode(withAnsible(template, { extra_arguments: words }))
    },
  },
]

function withAnsible({ provisioners, ...rest }: Template, more: object): Template {
  const changed = provisioners.map((one) => (one.type === 'ansible' ? { ...one, ...more } : one))
  return { ...rest, provisioners: changed }
}

const withNode = ({ provisioners, ...rest }: Template): Template => ({
  ...rest,
  provisioners: [
    {
      type: 'shell',
      environment_vars: ['DEBIAN_FRONTEND=noninteractive'],
      inline: [
        'cloud-init status --wait >/dev/null',
        'apt-get update -qq',
        'apt-get install -y -qq --no-install-recommends nodejs >/dev/null',
      ],
    },
    ...provisioners,
  ],
})

/** Into a folder, as packer is started there. */
export function writeTalk(folder: string, makes: readonly Attempt['make'][]): string {
  const talk = join(root, 'rehearsal/talk')
  mkdirSync(folder, { recursive: true })
  cpSync(join(talk, 'ansible'), join(folder, 'ansible'), { recursive: true })
  const template = JSON.parse(readFileSync(join(talk, 'packer.json'), 'utf8')) as Template
  const path = join(folder, 'packer.json')
  writeFileSync(path, JSON.stringify(makes.reduce((made, make) => make(made), template)))
  return path
}
