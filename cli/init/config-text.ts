// A draft → the text of `system.config.ts`. Every block has a comment that says in a line what it is
// for; what is not needed at first stands there as a comment, ready to be used.
import type { ArtifactSource, Draft } from './draft.ts'

export function configText(draft: Draft): string {
  const blocks = [appBlock(draft), ...restOf(draft)]
  const body = blocks.map((block) => block.replace(/^(?=.)/gm, '  ')).join('\n\n')
  return `${head}\nexport default defineSystem({\n${body}\n})\n`
}

const head = `// This file describes the whole system. \`immuc build\` compiles it into infra/; commit both.
// Your editor completes and explains every key.
import { defineSystem } from 'immuc'
`

function appBlock(draft: Draft): string {
  const { name, artifact } = draft
  const blocks = [
    `// Names the image, the systemd unit and every resource.\nname: ${literal(name)},`,
    artifactBlock(artifact),
    ...runtimeBlock(draft),
    `// The app is told in the variable PORT where to listen, on all addresses.\nport: ${draft.port ?? 8080},`,
    `// GET must answer 2xx here once the app can serve: only then does a new machine get traffic.
health: { path: ${literal(draft.healthPath ?? '/health/check')} },`,
    `// Never write a secret here: import \`secret\` from 'immuc' and write STRIPE_KEY: secret().
// env: { LOG_LEVEL: 'info' },`,
  ]
  return `app: {\n${blocks.join('\n\n').replace(/^(?=.)/gm, '  ')}\n},`
}

function artifactBlock(artifact: ArtifactSource): string {
  if ('file' in artifact) {
    return `// The one file that is the app, for Linux on x86-64. It goes into infra/ and into the image.
artifact: { file: ${literal(artifact.file)} },`
  }
  return `// The one file that is the app, for Linux on x86-64. Packer downloads it, without a login.
artifact: {
  url: ${literal(artifact.url)},
  // Pins the file. It is the first word that \`curl -fsSL URL | sha256sum\` prints.
  // sha256: '',
},`
}

function runtimeBlock({ packages, command }: Draft): string[] {
  const lines = [
    ...(packages.length > 0 ? [`packages: ${list(packages)},`] : []),
    ...(command ? [`command: ${list(command)},`] : []),
  ]
  if (lines.length === 0) return []
  const comment = command
    ? '// What apt installs to run it, and how it is started.'
    : '// What apt installs to run it.'
  return [[comment, ...lines].join('\n')]
}

const restOf = ({ version, region, domain, gateFrom }: Draft): string[] => [
  `// The tag of the release. A new version is a new image; the way back is \`git revert\`.
version: ${literal(version)},`,
  `// Where the machines are, how large and how many. A load balancer in front loses no request in a
// deploy; \`ingress: 'reserved-ip'\` saves its price for a single machine that may lose some.
scaling: { region: ${literal(region)}, size: 's-1vcpu-1gb', instances: 1 },`,
  `// A managed PostgreSQL. The app gets DB_HOST, DB_PORT, DB_USER, DB_PASSWORD and DB_NAME.
// database: { version: '17', size: 'db-s-1vcpu-1gb' },`,
  domainBlock(domain),
  gateBlock(gateFrom),
]

function domainBlock(domain: Draft['domain']): string {
  if (domain === undefined) {
    return `// The name that clients use, in a DNS zone at DigitalOcean. Without it: the IP address.
// domain: { zone: 'example.com', record: 'app' },`
  }
  return `// The name that clients use. Terraform creates the zone; add \`createZone: false\` if it exists.
domain: { zone: ${literal(domain.zone)}, record: ${literal(domain.record)} },`
}

function gateBlock(gateFrom: readonly string[]): string {
  const isOpen = gateFrom.length > 0
  return `// Who runs \`terraform apply\`: from there it checks each new machine before traffic reaches it.
// Your own address: \`curl -4 https://icanhazip.com\`, then /32. Or for one run, and no commit:
// export TF_VAR_gate_from='["203.0.113.7/32"]'
${isOpen ? '' : '// '}access: { gateFrom: ${list(isOpen ? gateFrom : ['203.0.113.7/32'])} },`
}

const list = (texts: readonly string[]): string => `[${texts.map(literal).join(', ')}]`

/** In single quotes, as the rest of the file. */
const literal = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`
