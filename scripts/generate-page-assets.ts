// rehearsal/page/client/ and style.css → one module with both as texts, since the page that carries
// them is one file.
import { build } from 'esbuild'
import { root } from '../test/support/root.ts'

const notice = '// Generated from client/ and style.css by `npm run generate`. Do not edit.\n'

export async function pageAssetsModule(): Promise<[string, string][]> {
  const [program, style] = await Promise.all([
    bundled('rehearsal/page/client/main.ts'),
    bundled('rehearsal/page/style.css'),
  ])
  return [
    [
      'rehearsal/page/page-assets.gen.js',
      `${notice}export const program = ${JSON.stringify(program)}\nexport const style = ${JSON.stringify(style)}\n`,
    ],
    [
      'rehearsal/page/page-assets.gen.d.ts',
      `${notice}export declare const program: string\nexport declare const style: string\n`,
    ],
  ]
}

async function bundled(entry: string): Promise<string> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    format: 'iife',
    target: ['es2022', 'chrome111', 'firefox115', 'safari16'],
    minify: true,
    write: false,
  })
  const text = outputFiles[0]?.text.trim() ?? ''
  if (/<\/(script|style)/i.test(text)) throw new Error(`${entry} would end its own element`)
  return text
}
