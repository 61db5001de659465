// Names that only immuc gives, below the output folder.

/** Of the lock, which `lock-file.ts` explains. */
export const lockPath = 'immuc.lock.json'

/** Of the folder in which a build prepares its files. */
export const stagingName = '.immuc-staging'
