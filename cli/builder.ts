// Which immuc is running, to the byte, and in which Node: the build sets it. Undefined from the
// sources, which may change at any time.

declare const BUILDER: string | undefined

export const builder =
  typeof BUILDER === 'string' ? `${BUILDER} ${process.version} ${process.arch}` : undefined
