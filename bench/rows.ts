// The rows of the table by name, in its order.
import type { Bench } from './bench.ts'
import type { Figure } from './figure.ts'
import { app } from './rows/app.ts'
import { cloud } from './rows/cloud.ts'
import { commands } from './rows/commands.ts'
import { configs } from './rows/configs.ts'
import { peers } from './rows/peers.ts'
import { size } from './rows/size.ts'

export const rows = { commands, peers, configs, cloud, size, app } as const satisfies Record<
  string,
  (bench: Bench) => Promise<Figure[]>
>

export type Row = keyof typeof rows

export const rowNames = Object.keys(rows) as Row[]

export const isRow = (word: string): word is Row => word in rows
