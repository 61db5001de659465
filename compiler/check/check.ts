// System and config → everything that a schema can't say: rules between keys, of one field's own
// grammar, and of what DigitalOcean offers.
import type { CompleteConfig } from '../../schema/complete-config.gen.ts'
import { pathText } from '../model/config-path.ts'
import type { Diagnostic } from '../model/diagnostic.ts'
import type { DiagnosticCode } from '../model/diagnostic-code.ts'
import type { System } from '../model/system.ts'
import { checkAccess } from './access.ts'
import { checkArtifact } from './artifact.ts'
import { checkCommand } from './command.ts'
import { checkDatabase } from './database.ts'
import { checkDomain } from './domain.ts'
import { checkEnvironment } from './environment.ts'
import { checkHealth } from './health.ts'
import { checkName } from './name.ts'
import { checkPort } from './port.ts'
import { checkScaling } from './scaling.ts'
import { checkSecrets } from './secrets.ts'

export type Check = (config: CompleteConfig, system: System) => Diagnostic[]

const checks: readonly Check[] = [
  checkName,
  checkArtifact,
  checkCommand,
  checkPort,
  checkHealth,
  checkEnvironment,
  checkSecrets,
  checkDatabase,
  checkScaling,
  checkDomain,
  checkAccess,
]

export function check(config: CompleteConfig, system: System): Diagnostic[] {
  const diagnostics = checks.flatMap((one) => one(config, system))
  const reserved = pathsOf(diagnostics, 'env-reserved')
  const secrets = pathsOf(diagnostics, 'secret-literal')
  return diagnostics.filter(({ code, path, pointsAtKey }) => {
    // What is to be removed needs no other mending.
    if (reserved.has(pathText(path))) return code === 'env-reserved'
    // A secret that stands where something else belongs is wrong once, not twice.
    return code === 'secret-literal' || pointsAtKey || !secrets.has(pathText(path))
  })
}

const pathsOf = (diagnostics: readonly Diagnostic[], wanted: DiagnosticCode): Set<string> =>
  new Set(diagnostics.filter(({ code }) => code === wanted).map(({ path }) => pathText(path)))
