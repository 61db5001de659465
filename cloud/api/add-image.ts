// An image -> the account lists it among its snapshots, as after `packer build`.
import type { Image, State } from './state.ts'

export function addImage(
  { state }: { state: State },
  image: Partial<Image> & { id: number; name: string },
): void {
  state.images.push({
    distribution: 'Debian',
    slug: null,
    public: false,
    regions: ['fra1', 'ams3', 'nyc3'],
    created_at: '2026-01-01T00:00:00Z',
    min_disk_size: 10,
    type: 'snapshot',
    size_gigabytes: 1.25,
    description: '',
    tags: [],
    status: 'available',
    error_message: '',
    ...image,
  })
}
