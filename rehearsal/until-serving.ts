// A site that was brought up -> nothing, once a user gets an answer from it: names that are new take some
// seconds to be known. Gives up silently, for then the load will tell.
import { ask } from './ask.ts'
import { pause } from './pause.ts'
import type { Site } from './site.ts'
import { makeUser } from './user.ts'

const tries = 60

export async function untilServing(site: Site, signal?: AbortSignal): Promise<void> {
  const { clock } = site.cloud.api
  const { nameServer } = site.cloud.plane
  const url = String((await site.outputs()).url)
  const user = makeUser({ url, clock, nameServer, localAddress: '127.0.1.1' })
  const request = { connection: 'new', length: 'short', path: '/' } as const
  try {
    for (let left = tries; left > 0; left -= 1) {
      const { status } = await ask(user, request, clock)
      if (status > 0 && status < 500) return
      await pause(site, 1, signal)
    }
  } finally {
    user.close()
  }
}
