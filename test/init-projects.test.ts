// `immuc init` in the projects of every ecosystem: the config that it writes builds at once.
import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { suite } from 'uvu'
import * as assert from 'uvu/assert'
import {
  assertWrites,
  codeOf,
  folderWith,
  github,
  init,
  plainServer,
  removeFolders,
  repository,
} from './support/init-folders.ts'
import { program, testWith } from './support/tools.ts'

const test = suite('init: projects')

test.after(removeFolders)

/** A project, and lines that have to be in the config's code. */
type Ecosystem = {
  title: string
  files: Record<string, string>
  remote?: string
  tags?: string[]
  lines: string[]
  lacks?: RegExp
}

const ecosystems: readonly Ecosystem[] = [
  {
    title: 'Node, an app of one file',
    files: {
      'package.json': '{"name":"@acme/my_app","version":"1.2.3"}',
      'server.js': plainServer,
    },
    lines: [
      "name: 'my-app'",
      "artifact: { file: './server.js' }",
      "packages: ['nodejs']",
      "command: ['/usr/bin/node', '/opt/my-app/my-app']",
      'port: 3000',
      "version: '1.2.3'",
    ],
  },
  {
    title: 'Node, an app that needs a package, is no single file',
    files: {
      'package.json': '{"name":"shop","version":"1.2.3","scripts":{"start":"node server.js"}}',
      'server.js': "const express = require('express')\n",
    },
    remote: github,
    lines: [
      "url: 'https://github.com/acme/shop/releases/download/{version}/shop.js'",
      "command: ['/usr/bin/node', '/opt/shop/shop']",
      "version: 'v1.2.3'",
    ],
  },
  {
    title: 'Node, a bundle that says what runs it',
    files: {
      'package.json': '{"name":"shop","version":"1.2.3"}',
      'src/main.ts': "import express from 'express'\nconst path = '/health/ready'\n",
      'dist/shop': '#!/usr/bin/env node\nrequire("node:http")\n',
    },
    lines: ["artifact: { file: './dist/shop' }", "packages: ['nodejs']", "path: '/health/ready'"],
    lacks: /command:/,
  },
  {
    title: 'Go, released on GitHub',
    files: { 'go.mod': 'module github.com/acme/shop/v2\n\ngo 1.23\n' },
    remote: 'git@github.com:acme/shop.git',
    tags: ['v2.0.1', 'v2.0.0'],
    lines: [
      "name: 'shop'",
      "url: 'https://github.com/acme/shop/releases/download/{version}/shop'",
      "version: 'v2.0.1'",
    ],
    lacks: /packages:|command:/,
  },
  {
    title: 'Go, with a program built here',
    files: { 'go.mod': 'module shop\n', 'package.json': '{"name":"tools"}', 'bin/shop': 'ELF' },
    lines: ["name: 'shop'", "artifact: { file: './bin/shop' }"],
    lacks: /packages:|command:/,
  },
  {
    title: 'Rust',
    files: {
      'Cargo.toml':
        '[package]\nname = "shop_api" # ours\nversion = "0.3.0"\n\n[dependencies]\nname = "x"\n',
      'target/release/shop_api': 'ELF',
    },
    lines: ["name: 'shop-api'", "file: './target/release/shop_api'", "version: '0.3.0'"],
  },
  {
    title: 'Python',
    files: {
      'pyproject.toml':
        '[project]\nname = "Shop.Api"\nversion = "2024.1"\n[project.scripts]\nshop = "shop.web:main"\n',
    },
    remote: 'https://gitlab.com/acme/web/shop.git',
    lines: [
      "name: 'shop-api'",
      "url: 'https://gitlab.com/acme/web/shop/-/releases/{version}/downloads/shop-api.pyz'",
      "packages: ['python3']",
      "command: ['/usr/bin/python3', '/opt/shop-api/shop-api']",
    ],
  },
  {
    title: 'no manifest, with a script built here',
    files: { 'dist/start': '#!/bin/sh\nexec true\n', Dockerfile: 'FROM x\nEXPOSE 9000\n' },
    lines: [
      "name: 'shop'",
      "artifact: { file: './dist/start' }",
      'port: 9000',
      "version: 'v0.1.0'",
    ],
    lacks: /packages:/,
  },
]

for (const { title, files, remote, tags, lines, lacks } of ecosystems) {
  testWith(test, [program('git')], `${title}: a config that builds`, () => {
    const folder = folderWith(files)
    if (remote !== undefined) repository(folder, remote, tags)
    assertWrites(folder, lines)
    if (lacks) assert.not.match(codeOf(folder), lacks)
  })
}

testWith(test, [program('git'), program('npm')], 'after npm init', () => {
  const folder = repository(folderWith({}), github)
  execFileSync('npm', ['init', '--yes'], { cwd: folder, stdio: 'ignore' })
  assertWrites(folder, ["name: 'shop'", "url: 'https://github.com/acme/shop/releases/"])
})

test("a package.json that can't be parsed is told of", () => {
  const folder = folderWith({ 'package.json': '{ "name": "cart", ', 'dist/shop': 'ELF' })
  const run = init(folder, '--yes')
  assert.is(run.status, 0)
  assert.match(run.stderr, 'package.json is not valid JSON and was not used')
  assert.match(codeOf(folder), "name: 'shop'")
})

test('a package.json that nobody may read is told of', () => {
  if (process.getuid?.() === 0) return
  const folder = folderWith({ 'package.json': '{}', 'dist/shop': 'ELF' })
  chmodSync(join(folder, 'package.json'), 0o000)
  assert.match(init(folder, '--yes').stderr, "package.json can't be read")
})

test('a real program of this machine is one that can be deployed', () => {
  if (process.platform !== 'linux' || process.arch !== 'x64') return
  const folder = folderWith({ 'go.mod': 'module shop\n' })
  mkdirSync(join(folder, 'dist'))
  copyFileSync(process.execPath, join(folder, 'dist/shop'))
  const run = init(folder, '--yes')
  assert.is(run.status, 0, run.stderr)
  assert.match(codeOf(folder), "artifact: { file: './dist/shop' }")
})

test('a program for another system is not proposed', () => {
  const machO = '\u00cf\u00fa\u00ed\u00fe'
  const folder = folderWith({ 'go.mod': 'module shop\n', 'bin/shop': machO })
  const run = init(folder, '--yes')
  assert.is(run.status, 0, run.stderr)
  assert.match(codeOf(folder), "artifact: { file: './dist/shop' }")
})

test.run()
