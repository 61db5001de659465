// The same system by cdktf and cdktn → programs to run: their best cases (precompiled, bundled) and
// what their users do (tsx, `cdktf synth`). Each must make what immuc makes.
import { execFileSync } from 'node:child_process'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildSync } from 'esbuild'
import { root } from '../../test/support/root.ts'
import { nodeProgram, type Program, run } from '../process.ts'
import { installed } from './install.ts'
import { differences, terraformIn } from './same-terraform.ts'

export type Peers = {
  /** Precompiled by tsc to one JavaScript file for each TypeScript one. */
  cdktf: Program
  cdktn: Program
  /** One minified file with all of cdktn in it. */
  bundled: Program
  cdktfTsx: Program
  cdktnTsx: Program
  cdktfSynth: Program
  /** Each system is a stack; it prints how many megabytes it took at most. */
  cdktnMany: (count: number) => Program
  remove: () => void
}

type Names = Exclude<keyof Peers, 'cdktnMany' | 'remove'>

export function makePeers(): Peers {
  const folder = mkdtempSync(join(tmpdir(), 'immuc-peers-'))
  const cdktf = workFolder(folder, 'cdktf')
  const cdktn = workFolder(folder, 'cdktn')
  const cli = join(installed('cdktf-cli'), 'node_modules/cdktf-cli/bundle/bin/cdktf')
  const tsx = join(root, 'node_modules/tsx/dist/cli.mjs')
  bundle(cdktn)
  return {
    cdktf: nodeProgram(['js/main.js'], cdktf),
    cdktn: nodeProgram(['js/main.js'], cdktn),
    bundled: nodeProgram(['bundled.js'], cdktn),
    cdktfTsx: nodeProgram([tsx, 'main.ts'], cdktf),
    cdktnTsx: nodeProgram([tsx, 'main.ts'], cdktn),
    cdktfSynth: nodeProgram([cli, 'synth'], cdktf, offline),
    cdktnMany: (count) => nodeProgram(['js/main.js', String(count)], cdktn),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

const offline = { CHECKPOINT_DISABLE: '1', DISABLE_VERSION_CHECK: '1', CI: '1' }

function workFolder(parent: string, peer: 'cdktf' | 'cdktn'): string {
  const folder = join(parent, peer)
  mkdirSync(folder)
  cpSync(join(root, 'bench/peers/program'), folder, { recursive: true })
  symlinkSync(join(installed(peer), 'node_modules'), join(folder, 'node_modules'))
  const app = { language: 'typescript', app: 'node js/main.js', sendCrashReports: 'false' }
  writeFileSync(join(folder, 'cdktf.json'), JSON.stringify(app))
  const tsc = join(root, 'node_modules/typescript/bin/tsc')
  const types = join(root, 'node_modules/@types')
  execFileSync(process.execPath, [tsc, '--outDir', 'js', '--typeRoots', types], {
    cwd: folder,
    stdio: 'inherit',
  })
  return folder
}

function bundle(folder: string): void {
  buildSync({
    absWorkingDir: folder,
    entryPoints: ['main.ts'],
    outfile: 'bundled.js',
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node20',
    logLevel: 'error',
  })
}

/** Throws unless each of them makes the Terraform that lies in `infra`. */
export function expectSame(peers: Peers, infra: string): void {
  const ours = terraformIn(
    readdirSync(join(infra, 'terraform'))
      .filter((name) => name.endsWith('.tf.json'))
      .map((name) => join(infra, 'terraform', name)),
  )
  const names: Names[] = ['cdktf', 'cdktn', 'bundled', 'cdktfTsx', 'cdktnTsx', 'cdktfSynth']
  for (const name of names) {
    const program = peers[name]
    const made = join(program.folder, 'cdktf.out')
    rmSync(made, { recursive: true, force: true })
    run(program)
    const different = differences(ours, terraformIn([join(made, 'stacks/app/cdk.tf.json')]))
    if (different.length > 0) throw new Error(`${name} makes other ${different.join(', ')}`)
  }
}
