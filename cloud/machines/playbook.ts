// The YAML of a playbook -> what its tasks leave behind on a machine, and the tasks that the emulated
// bake leaves undone. A task that it should do but can't is an error that names the task.
import { parse } from 'yaml'

export type BakeStep =
  | { kind: 'folder'; path: string; mode: number | undefined }
  | { kind: 'copy'; dest: string; mode: number | undefined; from: string }
  | { kind: 'content'; dest: string; mode: number | undefined; content: string }
  | { kind: 'download'; dest: string; mode: number | undefined; url: string; checksum?: string }
  | { kind: 'enable'; unit: string }

export type Playbook = {
  steps: BakeStep[]
  /** `module: task name` of each. */
  undone: string[]
}

export class BakeFault extends Error {
  override name = 'BakeFault'
}

type Arguments = Record<string, unknown>

export function readPlaybook(text: string): Playbook {
  const plays = parse(text, { version: '1.1' })
  if (!Array.isArray(plays)) throw new BakeFault('the playbook is not a list of plays')
  const tasks = plays.flatMap((play) => (Array.isArray(play?.tasks) ? play.tasks : []))
  const read = tasks.map(readTask)
  return {
    steps: read.flatMap(({ step }) => step ?? []),
    undone: read.flatMap(({ step, title }) => (step === undefined ? [title] : [])),
  }
}

const keywords = new Set([
  ...[
    'name',
    'register',
    'loop',
    'loop_control',
    'when',
    'become',
    'become_user',
    'notify',
    'tags',
  ],
  ...['changed_when', 'failed_when', 'retries', 'delay', 'until', 'environment', 'vars', 'no_log'],
  ...['ignore_errors', 'check_mode', 'diff', 'args', 'delegate_to', 'run_once', 'timeout'],
])

function readTask(task: Arguments): { title: string; step: BakeStep | undefined } {
  const module = Object.keys(task).find((key) => !keywords.has(key)) ?? 'no module'
  const title = `${module.replace(/^ansible\.(builtin|legacy)\./, '')}: ${task.name ?? ''}`
  const maker = makers[title.slice(0, title.indexOf(':'))]
  const given = task[module]
  const isElsewhere = task.delegate_to !== undefined
  if (maker === undefined || isElsewhere || typeof given !== 'object' || given === null) {
    return { title, step: undefined }
  }
  const step = maker(given as Arguments, title)
  if (step && JSON.stringify(step).includes('{{')) {
    throw new BakeFault(`${title} uses a template, which the emulated bake does not evaluate`)
  }
  return { title, step }
}

const makers: Record<string, (given: Arguments, title: string) => BakeStep | undefined> = {
  file: ({ state, path, dest, mode }, title) =>
    state === 'directory'
      ? { kind: 'folder', path: text(path ?? dest, 'path', title), mode: modeOf(mode, title) }
      : undefined,
  copy: ({ src, content, dest, mode }, title) => {
    const target = { dest: text(dest, 'dest', title), mode: modeOf(mode, title) }
    return content === undefined
      ? { kind: 'copy', ...target, from: text(src, 'src', title) }
      : { kind: 'content', ...target, content: String(content ?? '') }
  },
  get_url: ({ url, dest, mode, checksum }, title) => ({
    kind: 'download',
    dest: text(dest, 'dest', title),
    mode: modeOf(mode, title),
    url: text(url, 'url', title),
    ...(checksum !== undefined && { checksum: text(checksum, 'checksum', title) }),
  }),
  systemd: enabled,
  systemd_service: enabled,
  service: enabled,
}

function enabled(given: Arguments, title: string): BakeStep | undefined {
  if (given.enabled !== true) return undefined
  const name = text(given.name, 'name', title)
  return { kind: 'enable', unit: /\.[a-z]+$/.test(name) ? name : `${name}.service` }
}

function text(value: unknown, key: string, title: string): string {
  if (typeof value !== 'string' || value === '') throw new BakeFault(`${title} has no ${key}`)
  return value
}

/** A string is octal; a number was read as octal by YAML 1.1 when it began with 0. */
function modeOf(mode: unknown, title: string): number | undefined {
  if (mode === undefined) return undefined
  if (typeof mode === 'number') return mode
  if (/^0?[0-7]{3,4}$/.test(String(mode))) return Number.parseInt(String(mode), 8)
  throw new BakeFault(
    `${title} has the mode "${mode}", and the emulated bake knows octal ones only`,
  )
}
