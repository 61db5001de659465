// Generated from system.schema.json by `npm run generate`. Do not edit.
export type SchemaFault = {
  instancePath: string
  keyword: string
  params: Record<string, unknown>
}

/** Fills defaults into `data` in place, then says whether it fits the schema, and where it does not. */
declare const validate: { (data: unknown): boolean; errors?: SchemaFault[] | null }
export default validate
