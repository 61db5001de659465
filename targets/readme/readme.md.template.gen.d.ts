// Generated from the .hbs file beside it by `npm run generate`. Do not edit.
import type { Template } from '../../compiler/serialize/template.ts'
declare const template: Template
export default template
