// What the process says when it ends.

export const exitCode = {
  fine: 0,
  /** A bad config, or artifacts that differ from it. */
  fault: 1,
  /** Words on the command line that can't be understood. */
  usage: 2,
  /** A fault of immuc's own. */
  bug: 70,
} as const
