// A release as immuc builds it, and what a stage asks for -> the same image under the talk's Terraform.
import { createHash } from 'node:crypto'
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readPackerTemplate } from '../../cloud/machines/bake.ts'
import type { Stage } from '../scenarios.ts'
import type { Release } from '../site.ts'

export function talkRelease(built: Release, stage: Stage): Release {
  const { instances = 1, resized, environment = {} } = stage
  const artifacts = `${built.artifacts}-talk`
  cpSync(built.artifacts, artifacts, { recursive: true })
  rmSync(join(artifacts, 'terraform'), { recursive: true })
  for (const file of ['main.tf', 'config_app.tftpl']) {
    cpSync(join(import.meta.dirname, file), join(artifacts, 'terraform', file))
  }
  const image = readPackerTemplate(artifacts).name
  const size = resized ? 's-2vcpu-2gb' : 's-1vcpu-1gb'
  const settings = { ...environment, RELEASE: digest([image, size, environment]) }
  return {
    version: built.version,
    artifacts,
    variables: {
      image,
      size,
      settings: JSON.stringify(settings),
      instance_count: String(instances),
    },
  }
}

const digest = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 8)
