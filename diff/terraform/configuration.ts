// Artifacts → what Terraform reads of them: every block of every `*.tf.json`, and the files that
// `templatefile` names.
import { sha256 } from '../../compiler/emit/digest.ts'
import { type Artifact, artifactBytes } from '../../compiler/model/artifact.ts'
import { type Fields, isFields, type Value } from '../expression/value.ts'

export type Configuration = {
  locals: Fields
  variable: Fields
  data: Fields
  /** By type, then by label. */
  resource: Fields
  /** The digest of every other artifact, by its path from the folder of the Terraform files. */
  files: ReadonlyMap<string, string>
}

export function configurationOf(artifacts: readonly Artifact[]): Configuration {
  const files = artifacts.map(read).filter(isFields)
  const block = (name: string) => files.map((file) => file[name] ?? {}).reduce(merged, {}) as Fields
  return {
    locals: block('locals'),
    variable: block('variable'),
    data: block('data'),
    resource: block('resource'),
    files: new Map(
      artifacts.map((artifact) => [`../${artifact.path}`, sha256(artifactBytes(artifact))]),
    ),
  }
}

const read = ({ path, content }: Artifact): Value =>
  /^terraform\/[^/]+\.tf\.json$/.test(path)
    ? withoutComments(JSON.parse(Buffer.from(content).toString('utf8')))
    : null

/** Terraform reads over `//`. */
function withoutComments(value: Value): Value {
  if (Array.isArray(value)) return value.map(withoutComments)
  if (!isFields(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== '//')
      .map(([name, inner]) => [name, withoutComments(inner)]),
  )
}

function merged(one: Value, other: Value): Value {
  if (!isFields(one) || !isFields(other)) return other
  const both = Object.entries(other).map(([name, value]) => {
    const known = one[name]
    return [name, known === undefined ? value : merged(known, value)]
  })
  return { ...one, ...Object.fromEntries(both) }
}
