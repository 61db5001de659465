// The names of the config's keys, from its types: a key that is forgotten is a type error.
import type { SystemConfig } from '../schema/system-config.gen.ts'

/** `app`, `app.name`, … `app.env.*`; `*` stands for any name. */
export type ConfigKey = KeysOf<Omit<SystemConfig, '$schema'>>

/** Those that hold a value, not other keys. */
export type ValueKey = LeavesOf<Omit<SystemConfig, '$schema'>>

type KeysOf<Config> = {
  [Key in keyof Config & string]-?: Name<Key> | Below<Key, KeysIn<NonNullable<Config[Key]>>>
}[keyof Config & string]

type LeavesOf<Config> = {
  [Key in keyof Config & string]-?: [KeysIn<NonNullable<Config[Key]>>] extends [never]
    ? Name<Key>
    : Below<Key, LeavesIn<NonNullable<Config[Key]>>>
}[keyof Config & string]

type KeysIn<Value> = IsObject<Value> extends true ? KeysOf<Value> : never
type LeavesIn<Value> = IsObject<Value> extends true ? LeavesOf<Value> : never

/** A union, such as that of an environment variable, is a value. */
type IsObject<Value> = [Value] extends [string | number | boolean | readonly unknown[]]
  ? false
  : [Value] extends [object]
    ? true
    : false

type Name<Key extends string> = string extends Key ? '*' : Key
type Below<Key extends string, Inner extends string> = `${Name<Key>}.${Inner}`
