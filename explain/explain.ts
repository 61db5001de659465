// What is asked for, or nothing → the reference of that key or code, or of all, as text or as data.
import { diagnosticCodes } from '../compiler/model/diagnostic-code.ts'
import { json } from '../compiler/serialize/json.ts'
import { codesAbout } from './codes-about.ts'
import { type KeyReference, keyNames, keyReferences, keyReferencesOf } from './key-reference.ts'
import { keyText } from './key-text.ts'
import { overviewText } from './overview-text.ts'
import { pageText, type TextStyle } from './page-text.ts'
import { topicOf } from './topic.ts'

/** `near` are the names that were perhaps meant. */
export type Explained = { text: string } | { near: readonly string[] }

/** Without a style, as JSON. */
export async function explain(
  asked: string | undefined,
  style: TextStyle | undefined,
): Promise<Explained> {
  if (asked === undefined) return { text: await overview(style) }
  const topic = topicOf(asked, { keys: keyNames(), codes: diagnosticCodes })
  if (topic.kind === 'unknown') return { near: topic.near }
  if (topic.kind === 'code') return { text: await code(topic.name, style) }
  return {
    text: keyReferencesOf([topic.name])
      .map((one) => key(one, style))
      .join(''),
  }
}

async function overview(style: TextStyle | undefined): Promise<string> {
  const { codePages } = await import('./page.ts')
  const references = keyReferences()
  if (style) return overviewText(references, codePages(), style)
  const codes = codePages().map(({ page: _, ...rest }) => rest)
  return json({ keys: references.map(keyData), codes })
}

async function code(name: string, style: TextStyle | undefined): Promise<string> {
  const { codePages } = await import('./page.ts')
  const [page] = codePages().filter(({ code }) => code === name)
  return style ? pageText(page?.page ?? '', style) : json({ kind: 'code', ...page })
}

const key = (reference: KeyReference, style: TextStyle | undefined): string =>
  style ? keyText(reference, style) : json({ kind: 'key', ...keyData(reference) })

const keyData = (reference: KeyReference): object => ({
  ...reference,
  codes: codesAbout(reference.key),
})
