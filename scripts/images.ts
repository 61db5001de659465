// Bakes and boots the talk's image and immuc's on machines of this one, looks into both, and writes what
// was found into docs/images.md. It takes root and some minutes: `npm run images`.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { enclosed } from '../cloud/nspawn/enclosure.ts'
import { isEnclosed } from '../cloud/nspawn/inside.ts'
import { startCloud } from '../cloud/start-cloud.ts'
import { root } from '../test/support/root.ts'
import { page } from './images/page.ts'
import { immucSide, talkSide } from './images/sides.ts'

const scale = 40

async function measure(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-images-'))
  const cloud = await startCloud({
    ...{ stateFolder: join(folder, 'state'), scale, requestsPerHour: 1e9, droplets: 'machine' },
  })
  try {
    const place = { cloud, folder, say: (line: string) => console.log(line) }
    const immuc = await immucSide(place)
    const { side: talk, tried } = await talkSide(place)
    return page({ immuc, talk, tried, date: new Date().toISOString().slice(0, 10) })
  } finally {
    await cloud.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

if (isEnclosed()) {
  writeFileSync(join(root, 'docs/images.md'), await measure())
  process.exit(0)
}
const command = [process.execPath, '--import', 'tsx', fileURLToPath(import.meta.url)]
const options = { slugs: ['debian-13-x64'], onProgress: (line: string) => console.error(line) }
process.exit(await enclosed(command, options))
