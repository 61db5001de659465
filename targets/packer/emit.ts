// System → the Packer template, as HCL2 JSON. Plugins stand in a file of their own, so that a
// Packer without `packer init` can still use the rest.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { Service, System } from '../../compiler/model/system.ts'
import type { ImageNames } from '../../compiler/model/target.ts'
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import { json } from '../../compiler/serialize/json.ts'

export function emitPacker(system: System, images: ImageNames): Artifact[] {
  const [service] = system.services
  return [
    { path: 'packer/image.pkr.json', content: json(imageTemplate(system, service, images)) },
    { path: 'packer/plugins.pkr.json', content: json(plugins) },
  ]
}

const imageTemplate = (system: System, service: Service, images: ImageNames) => ({
  '//': 'Written by immuc from app, version and image. Run: packer build image.pkr.json',
  source: { digitalocean: { [service.name]: source(system, service, images) } },
  build: {
    sources: [`source.digitalocean.${service.name}`],
    provisioner: { ansible },
    'post-processor': { manifest: { output: '${path.root}/manifest.json', strip_path: true } },
  },
})

const source = (system: System, { name, image }: Service, images: ImageNames) => ({
  '//': 'The name ends in a digest over all that goes into the image; Terraform looks it up.',
  image: image.base,
  region: system.region,
  size: image.buildSize,
  ssh_username: 'root',
  snapshot_name: hclText(images[name] ?? ''),
})

const ansible = {
  playbook_file: '${path.root}/../ansible/playbook.yml',
  '//': "Packer's SSH proxy offers only ssh-rsa, which today's OpenSSH refuses.",
  use_proxy: false,
  ansible_env_vars: ['ANSIBLE_PIPELINING=True', 'ANSIBLE_NOCOLOR=True'],
}

const plugins = {
  '//': 'Written by immuc. Run once: packer init plugins.pkr.json',
  packer: {
    required_plugins: {
      digitalocean: { version: '>= 1.4.0', source: 'github.com/digitalocean/digitalocean' },
      ansible: { version: '>= 1.1.0', source: 'github.com/hashicorp/ansible' },
    },
  },
}
