// User-data → what cloud-init itself makes of it: its own YAML loader, its own schema, its own
// write_files.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Run } from './immuc.ts'
import { inFolder } from './terraform.ts'
import { findExecutable, type Need } from './tools.ts'

// The distribution's own, which is the one that finds cloud-init's modules.
const python = '/usr/bin/python3'

export const cloudInit: Need = {
  name: 'cloud-init with its Python modules',
  present: () => findExecutable('cloud-init') !== undefined && existsSync(python),
}

// $1: a file of user-data, $2: a folder that stands for `/`.
const writeFiles = `
import logging, os, sys
from cloudinit import util
from cloudinit.config import cc_write_files
data = open(sys.argv[1]).read()
assert data.startswith("#cloud-config\\n")
files = util.load_yaml(data)["write_files"]
for file in files:
    file["path"] = sys.argv[2] + file["path"]
cc_write_files.write_files("write_files", files, "root:root")
`

/** The command by which cloud-init writes the files of user-data at `path` below \`root\`. */
export const writeFilesCommand = (path: string, root: string): string[] => [
  python,
  '-c',
  writeFiles,
  path,
  root,
]

export const userDataSchema = (userData: string): Promise<Run> =>
  inFolder(new Map([['user-data.yaml', userData]]), (folder) => {
    const words = ['schema', '--config-file', join(folder, 'user-data.yaml')]
    const { status, stdout, stderr } = spawnSync('cloud-init', words, { encoding: 'utf8' })
    return { status, stdout, stderr }
  })
