// Generated from config-worker.ts by `npm run generate`. Do not edit.
declare const program: string
export default program
