// The image lookup: by its exact name, the newest one, so that a rebuild with fresh security updates
// is picked up.
import { hclText } from '../../compiler/serialize/hcl-text.ts'
import type { Concern } from './emit.ts'

export const image: Concern = ({ region, services: [{ name }] }, images) => ({
  '//': 'Written by immuc. The name is a digest over all that is baked into the image.',
  locals: { image_name: hclText(images[name] ?? '') },
  data: {
    digitalocean_images: {
      [name]: {
        filter: [
          { key: 'name', values: ['${local.image_name}'] },
          { key: 'private', values: ['true'] },
          { key: 'regions', values: [hclText(region)] },
        ],
        sort: [{ key: 'created', direction: 'desc' }],
        lifecycle: {
          postcondition: [
            {
              condition: '${length(self.images) > 0}',
              error_message: `There is no image \${local.image_name} in ${region} yet. Run: packer build ../packer/image.pkr.json`,
            },
          ],
        },
      },
    },
  },
})
