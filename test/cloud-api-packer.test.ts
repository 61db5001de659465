// Real packer against the emulated API: droplet, shutdown, snapshot, transfer, clean-up; without a
// communicator, since there is no machine behind the droplet.
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { withApi } from '../cloud/api/with-api.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('the emulated API: packer')

const templateWith = (snapshotTimeout: string) => ({
  source: {
    digitalocean: {
      app: {
        image: 'debian-13-x64',
        region: 'ams3',
        size: 's-1vcpu-1gb',
        communicator: 'none',
        ssh_username: 'root',
        snapshot_name: 'app-v1',
        snapshot_regions: ['fra1'],
        // An action that errs is waited for like one that goes on.
        snapshot_timeout: snapshotTimeout,
        tags: ['build'],
      },
    },
  },
  build: {
    sources: ['source.digitalocean.app'],
    'post-processor': { manifest: { output: '${path.root}/manifest.json' } },
  },
})

type Built = { status: number | null; output: string }

function build(folder: string, url: string, snapshotTimeout = '5m'): Promise<Built> {
  const template = JSON.stringify(templateWith(snapshotTimeout))
  writeFileSync(join(folder, 'image.pkr.json'), template)
  const child = spawn('packer', ['build', '-color=false', 'image.pkr.json'], {
    cwd: folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: folder,
      TMPDIR: folder,
      CHECKPOINT_DISABLE: '1',
      DIGITALOCEAN_API_TOKEN: 'any',
      DIGITALOCEAN_API_URL: url,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
  })
  child.stderr.on('data', (chunk) => {
    output += chunk
  })
  return new Promise((settle) => child.on('close', (status) => settle({ status, output })))
}

async function inFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'cloud-packer-'))
  try {
    await body(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

testWith(test, [program('packer')], 'packer bakes an image and leaves nothing else', () =>
  inFolder((folder) =>
    withApi({}, async ({ api }) => {
      const { status, output } = await build(folder, api.url)
      assert.is(status, 0, output)
      // This packer looks at the snapshot's action instead of the transfer's, so it does not wait.
      await api.events.until(
        (event) =>
          event.kind === 'action' && event.name === 'transfer' && event.what === 'completed',
      )
      const [image] = api.state.images
      assert.equal([image?.name, image?.regions], ['app-v1', ['ams3', 'fra1']])
      const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'))
      assert.is(manifest.builds[0].artifact_id, `fra1,ams3:${image?.id}`)
      assert.equal([api.state.droplets, api.state.keys], [[], []])
    }),
  ),
)

testWith(test, [program('packer')], 'a snapshot that fails makes packer fail and clean up', () =>
  inFolder((folder) =>
    withApi({ faults: [{ match: 'snapshot droplet', answer: 'error' }] }, async ({ api }) => {
      const { status, output } = await build(folder, api.url, '1s')
      assert.is(status, 1, output)
      assert.equal([api.state.images, api.state.droplets, api.state.keys], [[], [], []])
    }),
  ),
)

test.run()
