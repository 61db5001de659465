// `immuc completion SHELL`: prints the script that makes a shell complete the words of immuc.
import type { Command } from '../command.ts'
import { bashScript } from '../completion/bash-script.ts'
import { fishScript } from '../completion/fish-script.ts'
import type { Shell } from '../completion/shells.ts'
import { vocabulary } from '../completion/vocabulary.ts'
import { zshScript } from '../completion/zsh-script.ts'
import { exitCode } from '../exit-code.ts'
import type { Terminal } from '../terminal.ts'

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript }

export const completionOf =
  (commands: Readonly<Record<string, Command>>) =>
  ({ shell }: { shell: Shell }, terminal: Terminal): number => {
    terminal.data(scripts[shell](vocabulary(commands)))
    return exitCode.fine
  }
