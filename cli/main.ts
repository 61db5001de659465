// The process: runs the command line and ends with its exit code. A fault of ours shows its stack.
import { runCommandLine } from './command-line.ts'
import { completionWord } from './completion/shells.ts'
import { exitCode } from './exit-code.ts'
import { isSilent, terminal } from './terminal.ts'
import { version } from './version.ts'

async function main(): Promise<number> {
  const words = process.argv.slice(2)
  try {
    // A shell asks between two keystrokes: nothing of the command line is loaded for it.
    if (words[0] === completionWord) {
      const { completionAnswer } = await import('./completion/answer.ts')
      return completionAnswer(words[1] ?? '', terminal())
    }
    return await runCommandLine(words, terminal())
  } catch (failure) {
    const stack = failure instanceof Error ? failure.stack : String(failure)
    process.stderr.write(`immuc ${version} failed; this is a bug of immuc's own:\n${stack}\n`)
    return exitCode.bug
  }
}

main().then((code) => {
  process.exitCode = code
  // Node would take itself apart first, which takes longer than to end.
  if (code === exitCode.fine && isSilent()) process.exit()
})
