// A working tree and a copy of its files → links in the copy to the packages that are installed in the
// working tree. A package that is a part of the repository is the copy's own.
import { existsSync, lstatSync, mkdirSync, readdirSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'

export function linkPackages(repository: string, copy: string): void {
  for (const folder of foldersWithPackages(repository, copy)) {
    linkAll(join(repository, folder, 'node_modules'), join(copy, folder, 'node_modules'), {
      repository,
      copy,
    })
  }
  linkAbove(repository, copy)
}

/** Every folder of the copy whose original has packages. */
function foldersWithPackages(repository: string, copy: string, within = ''): string[] {
  const below = readdirSync(join(copy, within), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name !== 'node_modules')
    .flatMap(({ name }) => foldersWithPackages(repository, copy, join(within, name)))
  const isOne = existsSync(join(repository, within, 'node_modules'))
  return isOne ? [within, ...below] : below
}

type Trees = { repository: string; copy: string }

function linkAll(from: string, to: string, trees: Trees): void {
  mkdirSync(to, { recursive: true })
  for (const name of readdirSync(from)) {
    if (existsSync(join(to, name))) continue
    if (name.startsWith('@')) linkAll(join(from, name), join(to, name), trees)
    else symlinkSync(target(join(from, name), trees), join(to, name))
  }
}

function target(path: string, { repository, copy }: Trees): string {
  if (!lstatSync(path).isSymbolicLink() || !existsSync(path)) return path
  const real = relative(repository, realpathSync(path))
  const isOwn = !real.startsWith('..') && !real.split(sep).includes('node_modules')
  return isOwn && existsSync(join(copy, real)) ? join(copy, real) : path
}

/** What is installed above the repository is found above the copy. */
function linkAbove(repository: string, copy: string): void {
  const above = parents(repository).map((folder) => join(folder, 'node_modules'))
  const nearest = above.find((folder) => existsSync(folder))
  if (nearest !== undefined) symlinkSync(nearest, join(dirname(copy), 'node_modules'))
}

function parents(folder: string): string[] {
  const parent = dirname(folder)
  return parent === folder ? [] : [parent, ...parents(parent)]
}
