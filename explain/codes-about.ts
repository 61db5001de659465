// A key → the codes whose pages speak of it.
import type { DiagnosticCode } from '../compiler/model/diagnostic-code.ts'
import codesByKey from './codes-by-key.gen.ts'

export const codesAbout = (key: string): readonly DiagnosticCode[] => codesByKey[key] ?? []
