// A command -> what it says until it ends. It does not outlive this process, however that dies.
import type { Guard } from './guard.ts'
import { launch } from './launch.ts'

/** Throws what it said when it ends with another status than 0. */
export async function runGuarded(guard: Guard, ...command: string[]): Promise<string> {
  const chunks: Buffer[] = []
  const { ended } = launch({
    ...{ command, guard, folder: '/' },
    environment: { PATH: process.env.PATH ?? '/usr/sbin:/usr/bin:/sbin:/bin' },
    onOutput: (chunk) => chunks.push(chunk),
  })
  const { code, signal } = await ended
  const said = Buffer.concat(chunks).toString().trim()
  if (code !== 0) throw new Error(said || `${command[0]} ended with ${signal ?? code}`)
  return said
}
