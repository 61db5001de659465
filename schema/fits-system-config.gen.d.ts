// Generated from system.schema.json by `npm run generate`. Do not edit.
/** Fills defaults into `data` in place, then says whether it fits the schema. What does not fit may
 * be half filled. */
declare const fits: (data: unknown) => boolean
export default fits
