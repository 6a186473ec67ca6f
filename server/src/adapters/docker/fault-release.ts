import { DojoError } from '@noops-dojo/contracts'
import type { ServiceSpec } from 'dockerode'
import { catalogueImage, engineLabels, engineName } from '../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from './engine-connection.ts'
import { hasStatus } from './engine-errors.ts'

interface ServiceFacts {
  readonly Version: { readonly Index: number }
  readonly Spec: ServiceSpec & {
    readonly TaskTemplate: {
      readonly ContainerSpec?: { readonly Image?: string; readonly Labels?: Record<string, string> }
    }
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

/** Short name of a service’s image: what the guard noted, as it pins the image by id; else from the image itself. */
const imageOf = ({ Spec: spec }: ServiceFacts): string =>
  spec.Labels?.[engineLabels.image] ?? catalogueName(spec.TaskTemplate.ContainerSpec?.Image ?? '')

/** The spec with another image and nothing else changed; the guard’s note goes with it, so that learners see it. */
const withImage = (spec: ServiceFacts['Spec'], image: string) => {
  const note = { [engineLabels.image]: image }
  const container = spec.TaskTemplate.ContainerSpec
  return {
    ...spec,
    Labels: { ...spec.Labels, ...note },
    TaskTemplate: {
      ...spec.TaskTemplate,
      ContainerSpec: {
        ...container,
        Image: catalogueImage(image),
        Labels: { ...container?.Labels, ...note },
      },
    },
  }
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
      image: imageOf(found),
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
    const version = found.Version.Index
    const changed = { ...withImage(found.Spec, image), version }
    try {
      await engine.call('update service', (docker) =>
        docker.getService(engineName(sandboxId, service)).update(changed as never),
      )
      return { before: imageOf(found), versionBefore: version }
    } catch (error) {
      if (attempt >= attempts || !hasStatus(error, 500)) throw error
    }
  }
}
