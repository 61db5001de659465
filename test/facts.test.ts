// The dated tables are whole, agree with themselves, and hold what the schema offers by default.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { targets } from '../cli/targets.ts'
import { compile } from '../compiler/compile.ts'
import {
  baseImages,
  databaseSize,
  databaseSizes,
  databaseVersions,
  droplet,
  dropletSizes,
  prices,
  regions,
  tableDates,
  unusableImages,
} from '../compiler/facts.ts'
import type { Data } from '../compiler/load/to-data.ts'
import type { Diagnostic } from '../compiler/model/diagnostic.ts'
import { defaultBuildSize } from '../compiler/resolve/default-build-size.ts'
import { changesDate } from '../diff/provider-changes.ts'
import { root } from './support/root.ts'
import { schemaAt } from './support/schema-keys.ts'

const test = suite('facts')

const folder = join(root, 'facts/digitalocean')
const files = readdirSync(folder).sort()
const tableOf = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'))

type Entry = Record<string, unknown>

/** Every object in a table, at any depth. */
const objectsIn = (value: unknown): Entry[] =>
  typeof value !== 'object' || value === null
    ? []
    : [
        ...(Array.isArray(value) ? [] : [value as Entry]),
        ...Object.values(value).flatMap((nested) => objectsIn(nested)),
      ]

const isDay = (text: unknown): boolean =>
  typeof text === 'string' &&
  /^\d{4}-\d\d-\d\d$/.test(text) &&
  new Date(`${text}T00:00:00Z`).toISOString().startsWith(text)

const today = new Date().toISOString().slice(0, 10)

for (const file of files) {
  const table = tableOf(file)

  test(`${file} says what it is, where it is from and of when`, () => {
    assert.ok(table['//'].length > 20)
    assert.ok(isDay(table.date), table.date)
    assert.ok(table.source.length > 0)
    for (const { document, covers, date } of table.source) {
      assert.ok(document.length > 10)
      assert.ok(covers.length > 3)
      assert.ok(date === null || isDay(date) || /^\d{4}$/.test(date), date)
    }
  })

  test(`${file} is of the past, and as new as one of its sources`, () => {
    assert.ok(table.source.some(({ date }: Entry) => date === table.date))
    assert.ok(table.date <= today, `${table.date} is later than ${today}`)
  })

  test(`${file} has real days wherever it names one`, () => {
    const days = objectsIn({ ...table, source: [] }).flatMap((entry) =>
      Object.entries(entry).filter(([key]) => /^(date|end(ed|Of\w+))$/.test(key)),
    )
    assert.equal(
      days.filter(([, day]) => !isDay(day)),
      [],
    )
  })

  test(`${file} has figures that can be true`, () => {
    const figures = objectsIn(table).flatMap((entry) =>
      Object.entries(entry).filter(([, value]) => typeof value === 'number'),
    )
    const isFree = (key: string) => file === 'prices.json' && /MonthlyUsd$/i.test(key)
    assert.equal(
      figures.filter(([key, value]) => Number(value) < 0 || (value === 0 && !isFree(key))),
      [],
    )
    const whole = figures.filter(([key]) =>
      /^(vcpus|memoryMib|diskGib|minNodes|maxNodes)$/.test(key),
    )
    assert.equal(
      whole.filter(([, value]) => !Number.isInteger(value)),
      [],
    )
  })

  test(`${file} stands in the README with its date`, () => {
    const readme = readFileSync(join(root, 'facts/README.md'), 'utf8')
    const row = readme.split('\n').find((line) => line.startsWith(`| \`${file}\``)) ?? ''
    assert.match(row, table.date)
  })
}

test('every table is read, and every one that is read is there', () => {
  const read = [...Object.values(tableDates), changesDate]
  assert.is(read.length, files.length)
  assert.equal(read.sort(), files.map((file) => tableOf(file).date).sort())
})

const lists: Record<string, readonly string[]> = {
  'droplet sizes': dropletSizes.map(({ slug }) => slug),
  'database sizes': databaseSizes.map(({ slug }) => slug),
  'database versions': databaseVersions.map(({ version }) => version),
  regions: regions.map(({ slug }) => slug),
  images: [...baseImages, ...unusableImages].map(({ slug }) => slug),
}

for (const [name, slugs] of Object.entries(lists)) {
  test(`${name} are named once each, in lower case`, () => {
    assert.ok(slugs.length >= 4)
    assert.equal([...new Set(slugs)], slugs)
    assert.equal(
      slugs.filter((slug) => !/^[a-z0-9]+([-_][a-z0-9]+)*$/.test(slug)),
      [],
    )
  })
}

test('a size has what its name says', () => {
  for (const { slug, vcpus, memoryMib } of [...dropletSizes, ...databaseSizes]) {
    const [, cpus, memory, unit] = slug.match(/-(\d+)vcpu-(\d+)(gb|mb)/) ?? []
    if (cpus === undefined) continue
    assert.is(vcpus, Number(cpus), slug)
    assert.is(memoryMib, Number(memory) * (unit === 'gb' ? 1024 : 1), slug)
  }
})

test('a database size takes some number of nodes', () => {
  for (const { slug, minNodes, maxNodes } of databaseSizes) {
    assert.ok(minNodes >= 1 && minNodes <= maxNodes && maxNodes <= 3, slug)
  }
})

test('what is offered has not ended, and what has ended is not offered', () => {
  for (const { version, status, ...days } of tableOf('database-versions.json').versions) {
    const end = days.endOfAvailability ?? days.endOfLife
    assert.is(status, end > tableDates.databaseVersions ? 'offered' : 'ended', version)
  }
  for (const { slug, apt, endOfSupport } of tableOf('base-images.json').images) {
    assert.ok(apt && endOfSupport > tableDates.images, slug)
  }
  for (const { slug, reason, ended } of tableOf('base-images.json').unusable) {
    assert.ok(reason === 'ended' ? ended <= tableDates.images : reason === 'not-apt', slug)
  }
})

test('a replacement is one that can be used', () => {
  const named = unusableImages.flatMap(({ replacement }) => replacement ?? [])
  assert.ok(named.length > 3)
  assert.equal(
    named.filter((name) => !baseImages.some(({ slug }) => slug === name)),
    [],
  )
})

test('a region is open, restricted or closed', () => {
  for (const { slug, status, name } of regions) {
    assert.ok(['open', 'restricted', 'closed'].includes(status), slug)
    assert.ok(name.length > 3)
  }
  assert.ok(regions.filter(({ status }) => status === 'open').length >= 3)
})

test('what a system can be made of has a price', () => {
  assert.equal(
    dropletSizes.filter(({ priceMonthlyUsd }) => !(priceMonthlyUsd > 0)),
    [],
  )
  assert.ok(prices.loadBalancer.regionalPerNodeMonthlyUsd > 0)
  assert.type(prices.reservedIp.assignedMonthlyUsd, 'number')
})

type Kind = { list: readonly string[]; code: string; set: (config: Config, slug: string) => void }
type Config = { [key: string]: Record<string, Data> }

/** Where the config names a slug of each table. */
const kinds: Record<string, Kind> = {
  region: {
    list: lists.regions ?? [],
    code: 'unknown-region',
    set: (config, slug) => Object.assign(config.scaling ?? {}, { region: slug }),
  },
  'droplet size': {
    list: lists['droplet sizes'] ?? [],
    code: 'unknown-size',
    set: (config, slug) => Object.assign(config.scaling ?? {}, { size: slug }),
  },
  'build size': {
    list: lists['droplet sizes'] ?? [],
    code: 'unknown-size',
    set: (config, slug) => Object.assign(config, { image: { buildSize: slug } }),
  },
  'database size': {
    list: lists['database sizes'] ?? [],
    code: 'unknown-database-size',
    set: (config, slug) => Object.assign(config, { database: { size: slug } }),
  },
  'base image': {
    list: baseImages.map(({ slug }) => slug),
    code: 'unknown-image',
    set: (config, slug) => Object.assign(config, { image: { base: slug } }),
  },
}

async function judged({ set, code }: Kind, slug: string): Promise<Diagnostic | undefined> {
  const config: Config = {
    app: { name: 'shop', artifact: { url: 'https://example.com/shop' } },
    scaling: { region: 'ams3' },
  }
  set(config, slug)
  const data = { ...config, version: 'v1' } as Data
  return (await compile({ data, diagnostics: [] }, targets)).diagnostics.find(
    (one) => one.code === code,
  )
}

/** The same form with other numbers, as the next generation of it will be named. */
function successor(slug: string, known: readonly string[]): string {
  const [stem = '', suffix = ''] = slug.split(/(?=-x64$)/)
  const renumbered = ['9', '8', '7', '6', '5'].map(
    (digit) => stem.replace(/\d+/g, (run) => digit.repeat(run.length)) + suffix,
  )
  return renumbered.find((name) => !known.includes(name)) ?? slug
}

for (const [name, kind] of Object.entries(kinds)) {
  test(`every ${name} of the table is known`, async () => {
    for (const slug of kind.list) {
      const isClosed = regions.some((one) => one.slug === slug && one.status !== 'open')
      assert.is((await judged(kind, slug))?.severity, isClosed ? 'warning' : undefined, slug)
    }
  })

  test(`the next ${name} of a known form is a warning, not an error`, async () => {
    for (const slug of kind.list) {
      const next = successor(slug, kind.list)
      assert.is((await judged(kind, next))?.severity, 'warning', next)
    }
  })

  test(`no form of a ${name} is an error`, async () => {
    assert.is((await judged(kind, 'No Such Thing'))?.severity, 'error')
  })
}

const preset = (...path: string[]): unknown => schemaAt(path).default
const examples = (...path: string[]): unknown[] => schemaAt(path).examples ?? []

test('the defaults of the schema are in the tables, and offered', () => {
  assert.ok(droplet(String(preset('scaling', 'size'))))
  const size = databaseSize(String(preset('database', 'size')))
  assert.ok(size && size.minNodes <= Number(preset('database', 'nodes')))
  assert.is(preset('database', 'version'), tableOf('database-versions.json').default)
  assert.is(preset('database', 'engine'), tableOf('database-versions.json').engine)
  const version = databaseVersions.find((one) => one.version === preset('database', 'version'))
  assert.is(version?.status, 'offered')
  assert.ok(baseImages.some(({ slug }) => slug === preset('image', 'base')))
})

test('the examples of the schema are in the tables, and offered', () => {
  const isOpen = (slug: unknown) => regions.find((one) => one.slug === slug)?.status === 'open'
  assert.ok(examples('scaling', 'region').every(isOpen))
  for (const path of [
    ['scaling', 'size'],
    ['image', 'buildSize'],
  ]) {
    assert.ok(examples(...path).every((slug) => droplet(String(slug))))
  }
  assert.ok(examples('database', 'size').every((slug) => databaseSize(String(slug))))
  assert.ok(examples('image', 'base').every((base) => baseImages.some(({ slug }) => slug === base)))
})

test('the default build size fits every size, and is one of the two that the schema names', () => {
  const { description = '' } = schemaAt(['image', 'buildSize'])
  for (const { slug, diskGib } of dropletSizes) {
    const builder = defaultBuildSize(slug)
    assert.match(description, `\`${builder}\``)
    assert.ok((droplet(builder)?.diskGib ?? Number.POSITIVE_INFINITY) <= diskGib, slug)
  }
  assert.match(description, `\`${defaultBuildSize('s-99vcpu-999gb')}\``)
})

test.run()
