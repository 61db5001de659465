// A site's clock and a number of seconds -> nothing, when so much emulated time has passed.
import type { Site } from './site.ts'

/** Emulated; rejects as soon as it is aborted. */
export function pause({ cloud }: Site, seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((settle, refuse) => {
    const abort = () => {
      cancel()
      refuse(signal?.reason)
    }
    const cancel = cloud.api.clock.after(seconds * 1000, () => {
      signal?.removeEventListener('abort', abort)
      settle()
    })
    if (signal?.aborted) abort()
    else signal?.addEventListener('abort', abort, { once: true })
  })
}
