// The page of a diagnostic code, as it stands in docs/errors/ → its parts.
import { codesByStep, type DiagnosticCode } from '../compiler/model/diagnostic-code.ts'
import pages from './pages.gen.ts'
import { summaryOf } from './summary.ts'

export type Step = keyof typeof codesByStep

export type CodePage = {
  code: DiagnosticCode
  step: Step
  /** One sentence. */
  summary: string
  /** The whole page, as Markdown. */
  page: string
}

export function codePages(): CodePage[] {
  return Object.entries(codesByStep).flatMap(([step, codes]) =>
    codes.map((code) => ({
      code,
      step: step as Step,
      summary: summaryOf(pages[code]),
      page: pages[code],
    })),
  )
}
