// Gives each bundled module its own `import.meta.url`, `.dirname` and `.filename`.
// An import at the end of a module provides them, so that nothing in it moves to another place.
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Plugin } from 'esbuild'

const name = '__importMeta'
const prefix = 'import-meta:'

const plugin: Plugin = {
  name: 'import-meta',
  setup(pluginBuild) {
    pluginBuild.onResolve({ filter: /^import-meta:/ }, ({ path }) => ({
      path: path.slice(prefix.length),
      namespace: 'import-meta',
    }))
    pluginBuild.onLoad({ filter: /.*/, namespace: 'import-meta' }, ({ path }) => ({
      contents: JSON.stringify({
        url: pathToFileURL(path).href,
        dirname: dirname(path),
        filename: path,
      }),
      loader: 'json',
    }))
  },
}

export const importMeta = {
  define: { 'import.meta': name },
  plugin,
  provide: (path: string, text: string): string =>
    path.endsWith('.json') || !text.includes('import.meta')
      ? text
      : `${text}\nimport ${name} from ${JSON.stringify(prefix + path)}`,
}
