// Generated from realm-program.ts by `npm run generate`. Do not edit.
declare const program: string
export default program
