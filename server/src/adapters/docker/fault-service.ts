import { DojoError } from '@noops-dojo/contracts'
import type { ServiceSpec } from 'dockerode'
import type { ServiceChange, ServiceFacts } from '../../domain/ports/engine/fault-engine.ts'
import { catalogueImage, engineLabels, engineName, shortName } from '../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from './engine-connection.ts'
import { hasStatus } from './engine-errors.ts'

interface InspectedService {
  readonly Version: { readonly Index: number }
  readonly Spec: ServiceSpec & {
    readonly TaskTemplate: {
      readonly ContainerSpec?: {
        readonly Image?: string
        readonly Labels?: Record<string, string>
        readonly Env?: readonly string[]
      }
      readonly Placement?: { readonly Constraints?: readonly string[] }
    }
    readonly Mode?: { readonly Replicated?: { readonly Replicas?: number } }
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
): Promise<InspectedService | undefined> => {
  const name = engineName(sandboxId, service)
  const found = (await engine.callUnless([404], 'inspect service', (docker) =>
    docker.getService(name).inspect(),
  )) as InspectedService | undefined
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
const imageOf = ({ Spec: spec }: InspectedService): string =>
  spec.Labels?.[engineLabels.image] ?? catalogueName(spec.TaskTemplate.ContainerSpec?.Image ?? '')

const factsOf = (found: InspectedService): ServiceFacts => {
  const { TaskTemplate: template, Mode: mode } = found.Spec
  return {
    image: imageOf(found),
    version: found.Version.Index,
    updateState: found.UpdateStatus?.State ?? null,
    replicas: mode?.Replicated?.Replicas ?? null,
    env: template.ContainerSpec?.Env ?? [],
    constraints: template.Placement?.Constraints ?? [],
  }
}

/** The spec with these changes and nothing else; the guard’s note of an image goes with it, so that learners see it. */
const withChange = (spec: InspectedService['Spec'], change: ServiceChange) => {
  const { image, env, replicas, constraints } = change
  const note = image === undefined ? {} : { [engineLabels.image]: image }
  const container = spec.TaskTemplate.ContainerSpec
  return {
    ...spec,
    Labels: { ...spec.Labels, ...note },
    ...(replicas === undefined ? {} : { Mode: { Replicated: { Replicas: replicas } } }),
    TaskTemplate: {
      ...spec.TaskTemplate,
      ...(constraints ? { Placement: { ...spec.TaskTemplate.Placement, Constraints: constraints } } : {}),
      ContainerSpec: {
        ...container,
        ...(image === undefined ? {} : { Image: catalogueImage(image) }),
        ...(env ? { Env: env } : {}),
        Labels: { ...container?.Labels, ...note },
      },
    },
  }
}

/** Short names of the services of a sandbox, sorted. */
export const listServiceNames = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
): Promise<string[]> => {
  const label = [`${engineLabels.instance}=${instance}`, `${engineLabels.sandbox}=${sandboxId}`]
  const listed = await engine.call('list services', (docker) =>
    docker.listServices({ filters: JSON.stringify({ label }) as never }),
  )
  return listed.flatMap(({ Spec }) => shortName(sandboxId, Spec?.Name ?? '') ?? []).sort()
}

/** What a service asks for now; undefined when the sandbox has no such service. */
export const readService = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  service: string,
): Promise<ServiceFacts | undefined> => {
  const found = await inspect(engine, instance, sandboxId, service)
  return found && factsOf(found)
}

/** Changes a service and nothing else of it, as a deploy robot would; gives what it asked for before. */
export const changeService = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  service: string,
  change: ServiceChange,
): Promise<{ before: ServiceFacts }> => {
  for (let attempt = 1; ; attempt += 1) {
    const found = await inspect(engine, instance, sandboxId, service)
    if (!found)
      throw new DojoError(
        'FAULT_TARGET_GONE',
        `there is no service ${service} in this sandbox; create it first`,
      )
    const version = found.Version.Index
    const changed = { ...withChange(found.Spec, change), version }
    try {
      await engine.call('update service', (docker) =>
        docker.getService(engineName(sandboxId, service)).update(changed as never),
      )
      return { before: factsOf(found) }
    } catch (error) {
      if (attempt >= attempts || !hasStatus(error, 500)) throw error
    }
  }
}
