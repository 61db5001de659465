// The functions of Terraform that our artifacts call. One that answers undefined, or is not here,
// stands for itself and what it was given.
import { sha256 } from '../../compiler/emit/digest.ts'
import { encoded, isFields, isList, isUnknown, type Value } from './value.ts'

export const functions: Readonly<Record<string, (...given: Value[]) => Value | undefined>> = {
  jsonencode: (value = null) => encoded(value),
  sha256: (text = '') => (typeof text === 'string' ? sha256(text) : undefined),
  substr: (text = '', from, length) =>
    typeof text !== 'string' || isUnknown(text)
      ? undefined
      : text.slice(Number(from), Number(from) + Number(length)),
  range: (count) => (typeof count === 'number' ? [...Array(count).keys()] : undefined),
  toset: (list) =>
    isList(list) ? [...new Map(list.map((item) => [encoded(item), item])).values()] : undefined,
  tonumber: (value = null) => (isUnknown(value) ? value : Number(value)),
  tostring: (value = null) => (isUnknown(value) ? value : String(value)),
  length: (value) =>
    isList(value) ? value.length : isFields(value) ? Object.keys(value).length : undefined,
  merge: (...maps) => (maps.every(isFields) ? Object.assign({}, ...maps) : undefined),
  concat: (...lists) => (lists.every(isList) ? lists.flat() : undefined),
  join: (separator, list) => (isList(list) ? list.map(String).join(String(separator)) : undefined),
  keys: (map) => (isFields(map) ? Object.keys(map).sort() : undefined),
  values: (map) =>
    isFields(map)
      ? Object.keys(map)
          .sort()
          .map((name) => map[name] ?? null)
      : undefined,
  sensitive: (value) => value,
  nonsensitive: (value) => value,
}
