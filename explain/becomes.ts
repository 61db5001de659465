// What each key becomes: the artifacts that it decides about, and what it is there. NAME stands for
// the app's name. The README and the lock file, which tell of all keys, are left out.
import type { ValueKey } from './config-key.ts'

/** Artifact → what the key is in it. */
export type Becomes = Readonly<Record<string, string>>

const unit = 'ansible/files/NAME.service'
const playbook = 'ansible/playbook.yml'
const packer = 'packer/image.pkr.json'
const terraform = (concern: string): string => `terraform/${concern}.tf.json`

const newName = "the image's name, whose digest is over all that the image is made from"

/** What is baked in makes another image. */
const newImage: Becomes = { [packer]: newName, [terraform('image')]: newName }

const health = 'an attribute of `healthcheck` at the load balancer'

export const becomes: Readonly<Record<ValueKey, Becomes>> = {
  'app.name': {
    [unit]: "the unit's name, the app's folder below `/opt`",
    [playbook]: 'the names of folder, file and unit',
    'cloud-init/NAME.yaml.tftpl': "the environment file's place",
    [packer]: "the source's name and the start of the image's",
    [terraform('database')]: 'the names of cluster, database and user',
    [terraform('dns')]: 'the names of its blocks',
    [terraform('droplets')]: "the start of the droplets' names",
    [terraform('environment')]: 'the user-data template that is read',
    [terraform('image')]: "the start of the image's name",
    [terraform('ingress')]: 'the name of the load balancer',
    [terraform('network')]: 'the names of network, tag and firewalls',
    [terraform('outputs')]: 'what the outputs point at',
    [terraform('rollout')]: 'the droplets that the steps wait for',
    'terraform/check-tools.sh': 'a word in its messages',
    'terraform/wait-until-healthy.sh': 'a word in its messages',
  },
  'app.artifact.url': {
    [playbook]: '`ansible.builtin.get_url`, with `{version}` replaced',
    ...newImage,
  },
  'app.artifact.sha256': { [playbook]: '`checksum` of the download', ...newImage },
  'app.artifact.file': {
    'ansible/files/NAME': 'the file itself, copied into the image as `/opt/NAME/NAME`',
    ...newImage,
  },
  'app.packages': { [playbook]: '`ansible.builtin.apt`', ...newImage },
  'app.command': { [unit]: '`ExecStart=`', ...newImage },
  'app.port': {
    [unit]: '`Environment=PORT=`',
    ...newImage,
    [terraform('ingress')]: "the load balancer's forwarding rule and health check",
    [terraform('network')]: 'the port that the firewalls open',
    [terraform('outputs')]: 'the port in the URL',
    [terraform('rollout')]: 'the port that the health gate asks',
  },
  'app.health.path': {
    [terraform('ingress')]: health,
    [terraform('rollout')]: 'the URL that the health gate asks',
  },
  'app.health.intervalSeconds': {
    [terraform('ingress')]: health,
    [terraform('rollout')]: 'with `healthyThreshold`, how long new droplets warm up',
  },
  'app.health.timeoutSeconds': {
    [terraform('ingress')]: health,
    [terraform('rollout')]: 'how long the health gate waits for one answer',
  },
  'app.health.healthyThreshold': {
    [terraform('ingress')]: health,
    [terraform('rollout')]: 'with `intervalSeconds`, how long new droplets warm up',
  },
  'app.health.unhealthyThreshold': { [terraform('ingress')]: health },
  'app.health.startupSeconds': {
    [terraform('rollout')]: 'how long the health gate waits for a new droplet',
  },
  'app.health.drainSeconds': {
    [unit]: '`Environment=DRAIN_SECONDS=`, and with a margin `TimeoutStopSec=`',
    ...newImage,
    [terraform('droplets')]: 'with a margin, how long a droplet may take to be deleted',
    [terraform('rollout')]: 'how long the old way in is kept open',
  },
  'app.env.*': {
    [terraform('environment')]:
      'an entry of `local.settings`; a `secret()` is one of `local.secrets`',
    [terraform('variables')]:
      'only for a `secret()`: a sensitive variable `secret_…` without default',
  },
  version: {
    [unit]: 'a word in its description',
    [playbook]: '`{version}` in the URL of the artifact, if it is there',
    [packer]: "a part of the image's name",
    [terraform('image')]: "a part of the image's name",
  },
  'database.engine': { [terraform('database')]: '`engine` of the cluster' },
  'database.version': { [terraform('database')]: '`version` of the cluster' },
  'database.size': { [terraform('database')]: '`size` of the cluster' },
  'database.nodes': { [terraform('database')]: '`node_count` of the cluster' },
  'database.preventDestroy': { [terraform('database')]: '`prevent_destroy` of the cluster' },
  'scaling.region': {
    [packer]: 'where the image is built and kept',
    [terraform('database')]: '`region` of the cluster',
    [terraform('droplets')]: '`region` of each droplet, and of the ingress',
    [terraform('image')]: 'where the image is looked up',
    [terraform('network')]: '`region` and name of the private network',
  },
  'scaling.size': { [terraform('droplets')]: '`size` of each droplet' },
  'scaling.instances': { [terraform('variables')]: 'the default of `var.instance_count`' },
  'scaling.ingress': {
    [terraform('ingress')]: 'when there is a reserved IP, and when a load balancer',
    [terraform('network')]: 'which firewall opens the port of a single droplet',
    [terraform('rollout')]: 'which steps take part while there is one droplet',
  },
  'domain.zone': { [terraform('dns')]: 'the zone' },
  'domain.record': { [terraform('dns')]: '`name` of the A record' },
  'domain.ttlSeconds': {
    [terraform('dns')]: '`ttl` of the A record',
    [terraform('rollout')]: 'with a margin, how long an old address is kept',
  },
  'domain.createZone': { [terraform('dns')]: 'whether there is a `digitalocean_domain`' },
  'access.sshKeys': { [terraform('droplets')]: '`ssh_keys` of a droplet when it is created' },
  'access.sshFrom': { [terraform('network')]: 'who reaches port 22 through the firewall' },
  'access.gateFrom': { [terraform('variables')]: 'the default of `var.gate_from`' },
  'image.base': { [packer]: '`image` that the build starts from', [terraform('image')]: newName },
  'image.buildSize': { [packer]: '`size` of the build machine', [terraform('image')]: newName },
}
