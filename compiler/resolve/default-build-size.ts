// The size of the droplets → the size of the one that builds their image.
// An image needs at least the disk that it was built on, so the disk must not be larger.
import { droplet } from '../facts.ts'

const usual = 's-1vcpu-1gb'
const smallestDisk = 's-1vcpu-512mb-10gb'

export function defaultBuildSize(size: string): string {
  const diskGib = droplet(size)?.diskGib ?? Number.POSITIVE_INFINITY
  const usualGib = droplet(usual)?.diskGib ?? 0
  return diskGib < usualGib ? smallestDisk : usual
}
