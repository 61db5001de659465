// Cargo.toml → a project whose artifact is a static program, because the machine that builds it may
// have a newer C library than the machines that run it.
import type { Project } from './project.ts'
import { tomlStrings } from './toml-strings.ts'

const target = 'x86_64-unknown-linux-musl'

export function cargoProject(text: string): Project | undefined {
  const strings = tomlStrings(text)
  const name = strings.get('package.name')
  // A workspace without a package of its own has no one program.
  if (name === undefined) return undefined
  const program = text.match(/^\s*\[\[bin\]\][^[]*?^\s*name\s*=\s*"([\w-]+)"/ms)?.[1] ?? name
  const version = strings.get('package.version')
  return {
    manifest: 'Cargo.toml',
    name,
    ...(version && { version }),
    outputs: [`target/${target}/release/${program}`, `target/release/${program}`, 'dist/NAME'],
    assetName: (app) => app,
    build: () => ({
      command: `cargo build --release --target ${target}`,
      file: `target/${target}/release/${program}`,
    }),
    notes: [],
  }
}
