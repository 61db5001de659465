// What is wrong with the words of a command line, in words of ours.
export class UsageFault extends Error {}
