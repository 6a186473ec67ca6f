import type { ContainerInfo } from 'dockerode'
import type { ObservedNode } from '../../../domain/ports/engine/sandbox-topology.ts'
import { healthOf, imageName, portsOf, scrubbed, timeOf, type Task } from './observed.ts'

/** As the engine lists services (Docker Engine API, "List services"), as far as it is read here. */
export interface ListedService {
  readonly ID: string
  readonly Spec: {
    readonly Name: string
    readonly Labels?: Record<string, string>
    readonly Mode?: { readonly Replicated?: { readonly Replicas?: number } }
    readonly TaskTemplate?: {
      readonly ContainerSpec?: { readonly Image?: string; readonly Env?: readonly string[] }
    }
  }
  readonly UpdateStatus?: { readonly State?: string }
}

export interface ListedTask {
  readonly ID: string
  readonly ServiceID: string
  readonly Slot?: number
  readonly NodeID?: string
  readonly CreatedAt: string
  readonly DesiredState: string
  readonly Status: { readonly State: string; readonly Timestamp?: string; readonly Err?: string }
}

/** What a service's tasks stand on. */
export interface Ground {
  readonly sandboxId: string
  readonly tasks: readonly ListedTask[]
  readonly containers: readonly ContainerInfo[]
  /** Node id → host name. */
  readonly nodes: ReadonlyMap<string, string>
}

const taskLabel = 'com.docker.swarm.task.id'
const over = new Set(['shutdown', 'remove', 'complete', 'failed', 'rejected', 'orphaned'])
const slotOf = ({ Slot, NodeID }: ListedTask): string => String(Slot ?? NodeID ?? '')
const newestFirst = (a: ListedTask, b: ListedTask) => Date.parse(b.CreatedAt) - Date.parse(a.CreatedAt)

/**
 * Swarm remembers five tasks a slot. Shown are those that it wants or that still run; of a slot with none of them the
 * newest, so that a service that cannot start is not shown empty.
 */
const shownTasks = (tasks: readonly ListedTask[]): ListedTask[] => {
  const slots = Map.groupBy(tasks.toSorted(newestFirst), slotOf)
  return [...slots.values()].flatMap((ofSlot) => {
    const alive = ofSlot.filter(
      ({ DesiredState, Status }) => !over.has(DesiredState) || !over.has(Status.State),
    )
    return alive.length > 0 ? alive : ofSlot.slice(0, 1)
  })
}

const taskView = (
  ground: Ground,
  short: string,
  task: ListedTask,
  ofService: readonly ListedTask[],
): Task => {
  const container = ground.containers.find(({ Labels }) => Labels[taskLabel] === task.ID)
  const isRunning = task.Status.State === 'running'
  // Why the one before it ended explains why this one does not run yet.
  const before = ofService.filter((each) => slotOf(each) === slotOf(task)).toSorted(newestFirst)
  const error = task.Status.Err || (isRunning ? '' : before.find(({ Status }) => Status.Err)?.Status.Err)
  const node = ground.nodes.get(task.NodeID ?? '') ?? null
  return {
    name: `${short}.${task.Slot ?? node ?? '?'}`,
    state: isRunning && container?.State === 'paused' ? 'paused' : task.Status.State,
    health: healthOf(container),
    since: timeOf(task.Status.Timestamp),
    node,
    error: error ? scrubbed(ground.sandboxId, error) : null,
  }
}

/** Gives a service as the topology shows it. `short` is the learner's name for it. */
export const serviceNode = (ground: Ground, service: ListedService, short: string): ObservedNode => {
  const { Spec: spec, UpdateStatus: update } = service
  const ofService = ground.tasks.filter(({ ServiceID }) => ServiceID === service.ID)
  const shown = shownTasks(ofService).toSorted((a, b) => (a.Slot ?? 0) - (b.Slot ?? 0) || newestFirst(a, b))
  const tasks = shown.map((task) => taskView(ground, short, task, ofService))
  const ids = new Set(shown.map(({ ID }) => ID))
  const own = ground.containers.filter(({ Labels }) => ids.has(Labels[taskLabel] ?? ''))
  const container = spec.TaskTemplate?.ContainerSpec
  return {
    env: container?.Env ?? [],
    node: {
      name: short,
      kind: 'service',
      image: imageName(spec.Labels, container?.Image ?? ''),
      desired:
        spec.Mode?.Replicated?.Replicas ?? shown.filter(({ DesiredState }) => !over.has(DesiredState)).length,
      running: tasks.filter(({ state }) => state === 'running').length,
      updateState: update?.State ?? null,
      ports: portsOf(spec.Labels, own),
      tasks,
    },
  }
}
