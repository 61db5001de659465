// PostgreSQL's template -> the folder of a new cluster. To copy it takes as long as terraform takes to
// plan, so it may be copied before anybody asks for it.
import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Guard } from '../machines/guard.ts'
import { runGuarded } from '../machines/run-guarded.ts'
import { databaseTemplate, giveTo, type Template } from './template.ts'

export type DataFolders = {
  /** The same for all clusters. */
  template: () => Promise<Template>
  /** The next one is copied ahead; whether it can be is told when it is asked for. */
  prepare: () => void
  /** At a place where there is nothing yet. */
  put: (place: string) => Promise<void>
  close: () => Promise<void>
}

export function dataFolders(folder: string, guard: Guard): DataFolders {
  const template = once(() => databaseTemplate(folder, guard))
  const ahead = join(folder, 'ahead')
  let prepared: Promise<void> | undefined

  const copy = async (place: string): Promise<void> => {
    const { account, folder: original } = await template()
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    giveTo(account, folder)
    rmSync(place, { recursive: true, force: true })
    await runGuarded(guard, 'cp', '-a', original, place)
  }

  return {
    template,
    prepare: () => {
      prepared ??= copy(ahead)
      prepared.catch(() => {})
    },
    put: async (place) => {
      const waiting = prepared
      prepared = undefined
      if (waiting === undefined) return copy(place)
      await waiting
      renameSync(ahead, place)
    },
    close: async () => {
      await prepared?.catch(() => {})
      rmSync(ahead, { recursive: true, force: true })
    },
  }
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined
  return () => {
    made ??= make()
    return made
  }
}
