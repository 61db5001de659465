// What `immuc init` tells its user to do next, by what the folder holds.
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import { folderWith, init, removeFolders } from './support/init-folders.ts'

const test = suite('init: next steps')

test.after(removeFolders)

const installs: readonly { files: Record<string, string>; says: string[]; lacks?: string }[] = [
  { files: {}, says: ['npm install --save-dev immuc', 'package.json', 'npx immuc build'] },
  {
    files: { 'package.json': '{}', 'pnpm-lock.yaml': '' },
    says: ['pnpm add --save-dev immuc', 'pnpm exec immuc build'],
  },
  { files: { 'package.json': '{}', 'yarn.lock': '' }, says: ['yarn add --dev immuc'] },
  {
    files: { 'package.json': '{}', 'yarn.lock': '', '.pnp.cjs': '' },
    says: ['yarn add --dev immuc', 'yarn dlx @yarnpkg/sdks', 'yarn immuc build'],
  },
  { files: { 'package.json': '{}', 'bun.lock': '' }, says: ['bun add --dev immuc'] },
  { files: { 'package.json': '{"packageManager":"pnpm@9.0.0"}' }, says: ['pnpm add'] },
  {
    files: { 'package.json': '{"devDependencies":{"immuc":"^0.1.0"}}' },
    says: ['npx immuc build'],
    lacks: 'install',
  },
  {
    files: { 'package.json': '{}', 'tsconfig.json': '{ // mine\n "compilerOptions": {} }' },
    says: ['"exclude": ["system.config.ts"'],
  },
  {
    files: { 'package.json': '{}', 'tsconfig.json': '{ "include": ["src"] }' },
    says: ['npx immuc build'],
    lacks: 'exclude',
  },
  {
    files: { 'go.mod': 'module shop\n' },
    says: ['GOOS=linux GOARCH=amd64 go build -o dist/shop .'],
  },
  { files: { 'Cargo.toml': '[package]\nname = "shop"\n' }, says: ['cargo build --release'] },
  {
    files: { 'package.json': '{"main":"web.js"}', 'web.js': "require('express')" },
    says: ['npx esbuild web.js --bundle --platform=node --outfile=dist/shop.js'],
  },
  { files: { 'pyproject.toml': '' }, says: ['python3 -m zipapp build/app'] },
]

for (const { files, says, lacks } of installs) {
  test(`next steps for ${Object.entries(files).flat().join(' ').slice(0, 60) || 'no project'}`, () => {
    const isBuilt =
      Object.keys(files).some((name) => /^(go|Cargo|pypro)/.test(name)) || files['web.js']
    const folder = folderWith({ ...files, ...(isBuilt ? {} : { 'dist/shop': 'ELF' }) })
    const artifact = isBuilt ? [] : ['--artifact', 'dist/shop']
    const { status, stderr } = init(folder, '--yes', ...artifact)
    assert.is(status, 0, stderr)
    for (const words of says) assert.ok(stderr.includes(words), stderr)
    if (lacks) assert.not.ok(stderr.includes(lacks), stderr)
    assert.match(stderr.trimEnd().split('\n').at(-1) ?? '', /immuc build/)
  })
}

test.run()
