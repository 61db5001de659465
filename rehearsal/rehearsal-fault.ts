// What keeps a rehearsal from running, in words for who started it, with the way out. Anything else
// that is thrown is a mistake of ours.

export class RehearsalFault extends Error {}
