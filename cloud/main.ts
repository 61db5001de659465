// The command line of a cloud: starts it, says how to use it, shows what happens in it at a terminal,
// and ends it all when it is told to stop. Exit 0 stopped, 1 not started, 2 misunderstood.
import { type Command, readCommandLine, UsageFault, usage } from './command-line.ts'
import { postgresPrograms } from './database/programs.ts'
import { directions, writeEnvironmentFile } from './directions.ts'
import { eventLine } from './event-line.ts'
import { readPackerTemplate } from './machines/bake.ts'
import { type Cloud, startCloud } from './start-cloud.ts'
import { startFaultText } from './start-fault.ts'

/** A cloud that does not end by itself is left to its guard. */
const mostClosingMilliseconds = 1500

const ending = new Promise<undefined>((settle) => {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => settle(undefined))
  }
})

process.exit(await main(process.argv.slice(2)))

async function main(words: readonly string[]): Promise<number> {
  const command = commandOf(words)
  if (command === 'help') console.log(usage)
  if (command === 'help') return 0
  if (command === undefined) return 2
  let cloud: Cloud | undefined
  try {
    // Stopped while it starts, it leaves to its guard what it has started.
    cloud = await Promise.race([start(command), ending])
    if (cloud) await run(cloud, command)
    return 0
  } catch (error) {
    const text = startFaultText(error, command.stateFolder)
    console.error(text === undefined ? error : `cloud: ${text}.`)
    return text === undefined ? 70 : 1
  } finally {
    await closed(cloud)
  }
}

function start({ token, ...command }: Command): Promise<Cloud> {
  return startCloud({ ...command, ...(token !== undefined && { token }), account: command })
}

function commandOf(words: readonly string[]): Command | 'help' | undefined {
  try {
    return readCommandLine(words)
  } catch (error) {
    if (!(error instanceof UsageFault)) throw error
    console.error(`cloud: ${error.message}. All options: npm run cloud -- --help`)
    return undefined
  }
}

async function run(cloud: Cloud, { bake, stateFolder }: Command): Promise<void> {
  for (const artifacts of bake) await bakeOnce(cloud, artifacts)
  const running = { ...cloud, stateFolder }
  console.log(directions(running, writeEnvironmentFile(running)))
  warnOfDatabases()
  if (process.stdout.isTTY) showEvents(cloud)
  await ending
  if (process.stdout.isTTY) console.log('\nstopping')
}

/** An image's name is a digest over what is in it: one that is there is the same. */
async function bakeOnce({ api, bake }: Cloud, artifacts: string): Promise<void> {
  const { name } = readPackerTemplate(artifacts)
  if (api.state.images.some((image) => image.name === name)) return
  const { undone } = await bake(artifacts)
  console.log(`image ${name} is baked from ${artifacts}`)
  if (undone.length > 0)
    console.log(`  without ${undone.length} tasks of the playbook that need a whole Debian`)
}

function warnOfDatabases(): void {
  try {
    postgresPrograms()
  } catch (error) {
    console.error(
      `Databases will not come online: ${error instanceof Error ? error.message : error}.\n`,
    )
  }
}

function showEvents({ api }: Cloud): void {
  api.events.on((event) => {
    const line = eventLine(event)
    if (line !== undefined) console.log(line)
  })
}

async function closed(cloud: Cloud | undefined): Promise<void> {
  const timer = setTimeout(() => process.exit(0), mostClosingMilliseconds)
  await cloud?.close()
  clearTimeout(timer)
}
