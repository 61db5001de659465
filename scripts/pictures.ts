// Takes the pictures of docs/pictures/ in a real Chromium, each in light and dark: the diagram of a
// generated README as GitHub draws it, `immuc graph`, and the page of a rehearsal that it runs for it.
// `npm run pictures`; it needs Chromium, Terraform, git, and the npm registry for Mermaid.
import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { type Look, startChromium } from '../test/support/chromium.ts'

const root = resolve(import.meta.dirname, '..')
const bin = join(root, 'dist/immuc.cjs')
const system = join(root, 'examples/03-scaled')
const to = join(root, 'docs/pictures')
const scratch = mkdtempSync(join(tmpdir(), 'immuc-pictures-'))
const mermaid = 'mermaid@11'

type Shot = {
  name: string
  file: string
  width: number
  selector: string
  ready?: string
  scale?: number
}

function immuc(cwd: string, ...words: string[]): string {
  return execFileSync(process.execPath, [bin, ...words], { cwd, encoding: 'utf8' })
}

/** The library runs in the page, in the theme that GitHub takes. */
function diagram(): Shot {
  execFileSync('npm', [
    'install',
    '--silent',
    '--no-audit',
    '--no-fund',
    '--prefix',
    scratch,
    mermaid,
  ])
  const library = join(scratch, 'node_modules/mermaid/dist/mermaid.min.js')
  copyFileSync(library, join(scratch, 'mermaid.js'))
  const readme = readFileSync(join(system, 'expected/README.md'), 'utf8')
  const source = readme.match(/```mermaid\n([\s\S]*?)```/)?.[1]
  if (source === undefined) throw new Error('the generated README has no diagram')
  const text = source.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  const file = write(
    'diagram.html',
    `<!doctype html><meta charset="utf-8">
<style>
  :root { color-scheme: light dark; font-family: system-ui, "DejaVu Sans", sans-serif }
  body { margin: 0; padding: 16px; background: light-dark(#fff, #0d1117); width: max-content }
  .mermaid { width: 1000px; margin: 0 }
</style>
<pre class="mermaid">${text}</pre>
<script src="mermaid.js"></script>
<script>
  const isDark = matchMedia('(prefers-color-scheme: dark)').matches
  mermaid.initialize({ startOnLoad: false, theme: isDark ? 'dark' : 'default' })
  window.drawn = mermaid.run()
</script>`,
  )
  return { name: 'readme-diagram', file, width: 1280, selector: 'body', ready: 'window.drawn' }
}

function graph(): Shot {
  const file = write('graph.svg', immuc(system, 'graph', '--format', 'svg'))
  return { name: 'graph', file, width: 1280, selector: 'svg' }
}

/** A deploy of the smallest example's next version, with the demo app. */
function report(): Shot {
  const folder = join(scratch, 'hello')
  mkdirSync(folder)
  const config = readFileSync(join(root, 'examples/01-hello/system.config.ts'), 'utf8')
  const file = join(folder, 'system.config.ts')
  writeFileSync(file, config)
  copyFileSync(join(root, 'app/dist/app'), join(folder, 'app'))
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=immuc', '-c', 'user.email=immuc@example.com', ...words], {
      cwd: folder,
    })
  git('init', '--quiet')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'before')
  const next = config.replace(/version: '[^']*'/, "version: 'v2.0.0'")
  if (next === config) throw new Error('the example has no version to change')
  writeFileSync(file, next)
  immuc(folder, 'rehearse', 'deploy', '--artifact', 'app', '--report', 'rehearsal.html')
  const page = join(folder, 'rehearsal.html')
  return { name: 'rehearsal', file: page, width: 1280, scale: 0.75, selector: 'html' }
}

function write(name: string, text: string): string {
  const file = join(scratch, name)
  writeFileSync(file, text)
  return file
}

mkdirSync(to, { recursive: true })
const wanted = process.argv[2] ?? ''
const browser = startChromium()
try {
  const shots = { 'readme-diagram': diagram, graph, rehearsal: report }
  for (const [name, make] of Object.entries(shots)) {
    if (!name.includes(wanted)) continue
    const { file, width, selector, ready, scale } = make()
    for (const scheme of ['light', 'dark'] as const) {
      const look: Look = { url: `file://${file}`, width, scheme, ...(scale && { scale }) }
      const png = await browser.picture(look, selector, ready)
      writeFileSync(join(to, `${name}-${scheme}.png`), png)
      console.log(`docs/pictures/${name}-${scheme}.png  ${Math.ceil(png.length / 1024)} KiB`)
    }
  }
} finally {
  await browser.close()
  rmSync(scratch, { recursive: true, force: true })
}
