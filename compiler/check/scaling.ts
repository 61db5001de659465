// Region, droplet size and base image are ones that DigitalOcean has, and they fit together.
import type { CompleteConfig } from '../../schema/complete-config.gen.ts'
import {
  baseImages,
  databaseSizes,
  droplet,
  dropletSizes,
  regions,
  tableDates,
  unusableImages,
} from '../facts.ts'
import type { ConfigPath } from '../model/config-path.ts'
import { type Diagnostic, error, warning } from '../model/diagnostic.ts'
import type { System } from '../model/system.ts'
import { quoted, shown } from '../report/quoted.ts'
import type { Check } from './check.ts'
import { judgeSlug } from './slug.ts'

export const checkScaling: Check = ({ scaling, image }, system) => [
  ...checkRegion(scaling.region),
  ...checkSize(scaling.size, ['scaling', 'size']),
  ...checkBase(image.base),
  ...(image.buildSize === undefined ? [] : checkSize(image.buildSize, ['image', 'buildSize'])),
  ...checkDisk(image, system),
  ...checkInstances(scaling.instances),
]

const openRegions = regions.filter(({ status }) => status === 'open').map(({ slug }) => slug)

function checkRegion(region: string): Diagnostic[] {
  const known = regions.find(({ slug }) => slug === region)
  if (known !== undefined && known.status !== 'open') {
    return [
      warning(
        'unknown-region',
        ['scaling', 'region'],
        `region ${shown(region)} is ${known.status} to whoever has nothing there yet`,
        {
          label: 'takes nothing of new customers',
          help: `unless you have resources there already, use ${quoted(openRegions)}`,
        },
      ),
    ]
  }
  return judgeSlug(region, ['scaling', 'region'], {
    code: 'unknown-region',
    noun: 'region',
    known: regions.map(({ slug }) => slug),
    aliasOf: regionNamed,
    offered: openRegions,
    grammar: /^[a-z]{3}\d$/,
    tableDate: tableDates.regions,
  })
}

/** The newest of a city. */
const regionNamed = (city: string): string | undefined =>
  regions
    .filter(({ slug, name }) => {
      const plain = (text: string) => text.toLowerCase().replace(/[^a-z]/g, '')
      return openRegions.includes(slug) && plain(city) !== '' && plain(name) === plain(city)
    })
    .at(-1)?.slug

const checkSize = (size: string, path: ConfigPath): Diagnostic[] =>
  judgeSlug(size, path, {
    code: 'unknown-size',
    noun: 'droplet size',
    foreignNoun: 'database size',
    known: dropletSizes.map(({ slug }) => slug),
    foreign: databaseSizes.map(({ slug }) => slug),
    grammar: /^[a-z]+[\d_.]*[a-z]*-[a-z\d-]*?\d+(vcpu-\d+(mb|gb)|x\d+)?(-[a-z\d]+)*$/,
    tableDate: tableDates.droplets,
  })

function checkBase(base: string): Diagnostic[] {
  const path = ['image', 'base']
  const unusable = unusableImages.find(({ slug }) => slug === base)
  if (unusable === undefined) {
    return judgeSlug(base, path, {
      code: 'unknown-image',
      noun: 'base image',
      known: baseImages.map(({ slug }) => slug),
      offered: baseImages.map(({ slug }) => slug),
      grammar: /^(debian-\d+|ubuntu-\d\d-\d\d)-x64$/,
      tableDate: tableDates.images,
    })
  }
  const isEnded = unusable.reason === 'ended'
  const report = isEnded ? warning : error
  const fault = isEnded ? 'gets no security fixes any more' : "can't be used"
  return [
    report('unknown-image', path, `base image ${shown(base)} ${fault}: ${unusable.why}`, {
      label: isEnded ? 'ended' : 'has no apt',
      help: `use \`${unusable.replacement ?? baseImages[0]?.slug}\``,
    }),
  ]
}

// Both sets of droplets are members of the load balancer while one replaces the other.
const mostMembers = 10

function checkInstances(instances: number): Diagnostic[] {
  if (2 * instances <= mostMembers) return []
  return [
    warning(
      'too-many-instances',
      ['scaling', 'instances'],
      `a deploy of ${instances} instances gives the load balancer ${2 * instances} droplets, and it takes ${mostMembers} at most`,
      {
        label: `at most ${mostMembers / 2}`,
        help: `use up to ${mostMembers / 2} instances, of a larger size if need be`,
      },
    ),
  ]
}

function checkDisk(image: CompleteConfig['image'], { services: [service] }: System): Diagnostic[] {
  const target = droplet(service.size)
  const builder = droplet(service.image.buildSize)
  if (!target || !builder || builder.diskGib <= target.diskGib) return []
  const path = image.buildSize === undefined ? ['scaling', 'size'] : ['image', 'buildSize']
  return [
    error(
      'size-too-small',
      path,
      `an image built on ${builder.diskGib} GiB does not fit on the ${target.diskGib} GiB of \`${target.slug}\``,
      {
        label: `${builder.slug} has ${builder.diskGib} GiB`,
        related: [{ path: ['scaling', 'size'], label: `${target.diskGib} GiB` }],
        help: 'leave `image.buildSize` out, or choose a larger `scaling.size`',
      },
    ),
  ]
}
