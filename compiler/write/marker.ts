// What stands in a file's place between its old content and its new one.
// Terraform, Packer, Ansible and templatefile() refuse it and print it; a shell finds no `This`.
import { sha256 } from '../emit/digest.ts'

// Permanent: a later version has to know it as immuc's own.
export const marker =
  'This set of files is unfinished: immuc was stopped while it wrote it. Finish it with: npx immuc build ${immuc_build_unfinished}\n'

export const markerDigest = sha256(marker)
