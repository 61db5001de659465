// What is asked for, or nothing → the reference of that key or code, or of all, as text or as data.
import { diagnosticCodes } from '../compiler/model/diagnostic-code.ts'
import { json } from '../compiler/serialize/json.ts'
import { type KeyReference, keyReferences } from './key-reference.ts'
import { keyText } from './key-text.ts'
import { overviewText } from './overview-text.ts'
import { codePages, codesAbout } from './page.ts'
import { pageText, type TextStyle } from './page-text.ts'
import { topicOf } from './topic.ts'

/** `near` are the names that were perhaps meant. */
export type Explained = { text: string } | { near: readonly string[] }

/** Without a style, as JSON. */
export function explain(asked: string | undefined, style: TextStyle | undefined): Explained {
  const references = keyReferences()
  if (asked === undefined) return { text: overview(references, style) }
  const names = { keys: references.map(({ key }) => key), codes: diagnosticCodes }
  const topic = topicOf(asked, names)
  if (topic.kind === 'unknown') return { near: topic.near }
  if (topic.kind === 'code') return { text: code(topic.name, style) }
  const reference = references.find(({ key }) => key === topic.name)
  return reference ? { text: key(reference, references, style) } : { near: [] }
}

function overview(references: readonly KeyReference[], style: TextStyle | undefined): string {
  if (style) return overviewText(references, codePages(), style)
  const codes = codePages().map(({ page: _, ...rest }) => rest)
  return json({ keys: references.map(keyData), codes })
}

function code(name: string, style: TextStyle | undefined): string {
  const [page] = codePages().filter(({ code }) => code === name)
  return style ? pageText(page?.page ?? '', style) : json({ kind: 'code', ...page })
}

const key = (
  reference: KeyReference,
  all: readonly KeyReference[],
  style: TextStyle | undefined,
): string => (style ? keyText(reference, all, style) : json({ kind: 'key', ...keyData(reference) }))

const keyData = (reference: KeyReference): object => ({
  ...reference,
  codes: codesAbout(reference.key),
})
