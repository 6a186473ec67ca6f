import { DojoError } from '@noops-dojo/contracts'
import type { ServiceSpec } from 'dockerode'
import { catalogueImage, engineLabels, engineName } from '../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from './engine-connection.ts'
import { hasStatus } from './engine-errors.ts'

interface ServiceFacts {
  readonly Version: { readonly Index: number }
  readonly Spec: ServiceSpec & {
    readonly TaskTemplate: { readonly ContainerSpec?: { readonly Image?: string } }
  }
  readonly UpdateStatus?: { readonly State?: string }
}

/** A learner's update can come in between; the engine then asks for the newer version. */
const attempts = 5
const cataloguePrefix = catalogueImage('')

const inspect = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  service: string,
): Promise<ServiceFacts | undefined> => {
  const name = engineName(sandboxId, service)
  const found = (await engine.callUnless([404], 'inspect service', (docker) =>
    docker.getService(name).inspect(),
  )) as ServiceFacts | undefined
  const labels = found?.Spec.Labels ?? {}
  const isOwn = labels[engineLabels.instance] === instance && labels[engineLabels.sandbox] === sandboxId
  return isOwn ? found : undefined
}

/** Catalogue name of an engine image: `noops-dojo/shop-web:1.0@sha256:…` → `shop-web:1.0`. */
const catalogueName = (image: string): string => {
  const [tag = ''] = image.split('@')
  return tag.startsWith(cataloguePrefix) ? tag.slice(cataloguePrefix.length) : tag
}

/** What a service asks for now; undefined when the sandbox has no such service. */
export const readServiceImage = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  service: string,
): Promise<{ image: string; version: number; updateState: string | null } | undefined> => {
  const found = await inspect(engine, instance, sandboxId, service)
  return (
    found && {
      image: catalogueName(found.Spec.TaskTemplate.ContainerSpec?.Image ?? ''),
      version: found.Version.Index,
      updateState: found.UpdateStatus?.State ?? null,
    }
  )
}

/** Changes the image of a service and nothing else, as a deploy robot would; gives what was there before. */
export const updateServiceImage = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  service: string,
  image: string,
): Promise<{ before: string; versionBefore: number }> => {
  for (let attempt = 1; ; attempt += 1) {
    const found = await inspect(engine, instance, sandboxId, service)
    if (!found)
      throw new DojoError(
        'FAULT_TARGET_GONE',
        `there is no service ${service} in this sandbox; create it first`,
      )
    const { Spec: spec, Version: version } = found
    const before = catalogueName(spec.TaskTemplate.ContainerSpec?.Image ?? '')
    const containerSpec = { ...spec.TaskTemplate.ContainerSpec, Image: catalogueImage(image) }
    const changed = {
      ...spec,
      version: version.Index,
      TaskTemplate: { ...spec.TaskTemplate, ContainerSpec: containerSpec },
    }
    try {
      await engine.call('update service', (docker) =>
        docker.getService(engineName(sandboxId, service)).update(changed as never),
      )
      return { before, versionBefore: version.Index }
    } catch (error) {
      if (attempt >= attempts || !hasStatus(error, 500)) throw error
    }
  }
}
