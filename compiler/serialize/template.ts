// A precompiled template → a function from its values to text. Unknown names are errors.
import runtime from 'handlebars/runtime.js'

type Runtime = { template: (specification: TemplateSpecification) => (values: object) => string }

/** The package declares no types for its runtime alone. */
export const { template } = runtime as unknown as Runtime
