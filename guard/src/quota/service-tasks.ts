import type { Owned } from '../ownership/directory.ts'
import type { EngineContainer, EngineService, EngineServiceSpec } from '../ownership/engine-objects.ts'
import { label } from '../ownership/labels.ts'

/** Containers and the bytes of memory that they may use. */
export type Size = { containers: number; memoryBytes: number }

/** How long Swarm waits for a task to stop when the spec does not say. */
const usualGraceNs = 10_000_000_000

export const replicasOf = (spec: EngineServiceSpec | undefined): number =>
  spec?.Mode?.Replicated?.Replicas ?? 1

/** Bytes that the guard wrote on a container or a service for the quota. */
export const memoryOf = (labels: Record<string, string>, otherwise: number) =>
  Number(labels[label.memory] ?? otherwise)

export const serviceOf = (labels: Record<string, string>): string | undefined =>
  labels['com.docker.swarm.service.id']

/** Whether the process of a container is there: a task's container is kept for a while when it has ended. */
export const isRunning = ({ State }: EngineContainer): boolean =>
  !['created', 'exited', 'dead'].includes(State ?? '')

/**
 * Tasks that run beside those of `spec` while Swarm changes to it from `before` and starts the new ones first: as many
 * as it changes at once (0 is all). An old task that may take its time to stop is still there when the next ones are
 * changed, so with a longer goodbye than usual all of them count.
 */
export function besideOf(spec: EngineServiceSpec, before: EngineServiceSpec): number {
  const most = Math.min(replicasOf(spec), replicasOf(before))
  const isSlow = [spec, before].some((each) => graceOf(each) > usualGraceNs)
  const counts = [spec.UpdateConfig, spec.RollbackConfig].map((config) => {
    if (config?.Order !== 'start-first') return 0
    return isSlow ? most : Math.min(config.Parallelism || most, most)
  })
  return Math.max(...counts)
}

const graceOf = ({ TaskTemplate }: EngineServiceSpec): number =>
  Number(TaskTemplate?.ContainerSpec?.StopGracePeriod ?? usualGraceNs)

/**
 * What a service takes as it stands: the tasks that its spec lets Swarm run, or those that do run when these are more.
 * A task that was told to stop has up to five minutes for it.
 */
export function sizeOf(service: EngineService, tasks: readonly Size[], memoryOtherwise: number): Size {
  const { Spec, PreviousSpec = Spec } = service
  const specs = mayRollBack(service) ? [Spec, PreviousSpec] : [Spec]
  const planned = specs.map((spec) => {
    const before = spec === Spec ? PreviousSpec : Spec
    const containers = replicasOf(spec) + (isChanging(service) ? besideOf(spec, before) : 0)
    return { containers, memoryBytes: containers * memoryOf(spec.Labels ?? {}, memoryOtherwise) }
  })
  const sizes = [...planned, sum(tasks)]
  return {
    containers: Math.max(...sizes.map(({ containers }) => containers)),
    memoryBytes: Math.max(...sizes.map(({ memoryBytes }) => memoryBytes)),
  }
}

/** The largest of a service's running tasks that its spec does not ask for: they are stopping. */
export function beyondSpec({ Spec }: EngineService, tasks: readonly Size[]): Size {
  const largestFirst = [...tasks].sort((a, b) => b.memoryBytes - a.memoryBytes)
  return sum(largestFirst.slice(0, Math.max(0, tasks.length - replicasOf(Spec))))
}

export const sum = (sizes: readonly Size[]): Size => ({
  containers: sizes.reduce((total, { containers }) => total + containers, 0),
  memoryBytes: sizes.reduce((total, { memoryBytes }) => total + memoryBytes, 0),
})

/** The running tasks' containers of each service id. */
export function tasksByService(
  containers: readonly Owned<EngineContainer>[],
  memoryOtherwise: number,
): Map<string, Size[]> {
  const tasks = new Map<string, Size[]>()
  for (const { labels, row } of containers) {
    const service = serviceOf(labels)
    if (!service || !isRunning(row)) continue
    const size = { containers: 1, memoryBytes: memoryOf(labels, memoryOtherwise) }
    tasks.set(service, [...(tasks.get(service) ?? []), size])
  }
  return tasks
}

/** Whether an update runs or is watched, or is about to begin, which it does only for tasks that differ. */
const isChanging = ({ Spec, PreviousSpec, UpdateStatus }: EngineService): boolean =>
  UpdateStatus
    ? !['completed', 'rollback_completed'].includes(UpdateStatus.State ?? '')
    : PreviousSpec !== undefined &&
      JSON.stringify(Spec.TaskTemplate) !== JSON.stringify(PreviousSpec.TaskTemplate)

/** Whether Swarm may go back to the spec before by itself, which asks no guard. */
const mayRollBack = (service: EngineService): boolean =>
  service.PreviousSpec !== undefined &&
  service.Spec.UpdateConfig?.FailureAction === 'rollback' &&
  isChanging(service)
