// System → the systemd unit that runs the app, sandboxed. It is baked into the image.
import type { Artifact } from '../../compiler/model/artifact.ts'
import type { Service, System } from '../../compiler/model/system.ts'
import { template } from '../../compiler/serialize/template.ts'
import { execStart } from './exec-start.ts'
import unitTemplate from './unit.service.template.gen.js'

const renderUnit = template(unitTemplate)

// What systemd allows beyond the drain before it kills.
const stopMarginSeconds = 15

export const emitUnit = (system: System): Artifact[] =>
  system.services.map((service) => ({
    path: `ansible/files/${service.name}.service`,
    content: unit(service),
  }))

const unit = ({ name, version, command, port, health }: Service): string =>
  renderUnit({
    name,
    version,
    port,
    folder: `/opt/${name}`,
    execStart: execStart(command),
    drainSeconds: health.drainSeconds,
    stopSeconds: health.drainSeconds + stopMarginSeconds,
  })
