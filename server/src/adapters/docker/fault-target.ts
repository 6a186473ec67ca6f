import type Docker from 'dockerode'
import type { ContainerInfo } from 'dockerode'
import type { TargetState, Victim } from '../../domain/ports/engine/fault-engine.ts'
import { engineLabels, engineName, networkName, shortName } from '../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from './engine-connection.ts'
import { hasStatus } from './engine-errors.ts'

const serviceName = 'com.docker.swarm.service.name'
const serviceId = 'com.docker.swarm.service.id'
const nodeId = 'com.docker.swarm.node.id'
const taskName = 'com.docker.swarm.task.name'

/** Slot of a task's container, so that the order of replicas is the same in every run; plain containers are first. */
const slotOf = ({ Labels }: ContainerInfo): number =>
  Number(/\.(\d+)\./.exec(Labels[taskName] ?? '')?.[1] ?? 0)

const isTarget = (container: ContainerInfo, name: string): boolean =>
  container.Labels[serviceName] === name || container.Names.includes(`/${name}`)

const runningContainers = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  target: string,
): Promise<ContainerInfo[]> => {
  const labels = {
    [engineLabels.instance]: instance,
    [engineLabels.sandbox]: sandboxId,
    [engineLabels.role]: 'learner',
  }
  const filters = {
    label: Object.entries(labels).map(([key, value]) => `${key}=${value}`),
    status: ['running'],
  }
  const listed = await engine.call('list containers', (docker) => docker.listContainers({ filters }))
  return listed
    .filter((container) => isTarget(container, engineName(sandboxId, target)))
    .sort((a, b) => slotOf(a) - slotOf(b) || a.Created - b.Created)
}

/** Running containers of a sandbox that a short service or container name stands for, by slot. */
export const runningVictims = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  target: string,
): Promise<Victim[]> => {
  const found = await runningContainers(engine, instance, sandboxId, target)
  const victims = await Promise.all(found.map((container) => inspectVictim(engine, sandboxId, container)))
  return victims.filter((victim) => victim !== undefined)
}

/** Addresses on the sandbox's network of all running containers that the name stands for, sorted. */
export const addressesOf = async (
  engine: EngineConnection,
  instance: string,
  sandboxId: string,
  target: string,
): Promise<string[]> => {
  const found = await runningContainers(engine, instance, sandboxId, target)
  const network = networkName(sandboxId)
  return found.flatMap((each) => each.NetworkSettings.Networks[network]?.IPAddress || []).sort()
}

const inspectVictim = async (
  engine: EngineConnection,
  sandboxId: string,
  container: ContainerInfo,
): Promise<Victim | undefined> => {
  const found = await engine.callUnless([404], 'inspect container', (docker) =>
    docker.getContainer(container.Id).inspect(),
  )
  if (!found?.State.Running || found.State.Pid === 0) return undefined
  const service = container.Labels[serviceName]
  return {
    containerId: container.Id,
    containerName: found.Name.slice(1),
    service: service === undefined ? null : shortName(sandboxId, service),
    serviceId: container.Labels[serviceId] ?? null,
    nodeId: container.Labels[nodeId] ?? null,
    hostPid: found.State.Pid,
    startedAt: found.State.StartedAt,
  }
}

/** First letters of the states of the container's processes, sorted; undefined when the node has no `ps`. */
const processStatesOf = async (
  engine: EngineConnection,
  containerId: string,
): Promise<string | undefined> => {
  const ask = (docker: Docker) =>
    docker.getContainer(containerId).top({ ps_args: '-eo pid,stat' }) as Promise<ProcessTable>
  let top: Awaited<ReturnType<typeof ask>>
  try {
    top = await engine.call('list processes', ask)
  } catch (error) {
    // 404 and 409: the container ended meanwhile. 500: no ps, or one that does not understand.
    if (hasStatus(error, 404, 409)) return ''
    if (hasStatus(error, 500)) return undefined
    throw error
  }
  return statesIn(top)
}

/** What `docker top` answers. `Processes` null: the last one ended while the engine asked, as when the kernel kills. */
export interface ProcessTable {
  readonly Titles: readonly string[]
  readonly Processes: readonly (readonly string[])[] | null
}

/** First letters of the states in a table of processes, sorted; undefined when it has no column of states. */
export const statesIn = ({ Titles, Processes }: ProcessTable): string | undefined => {
  const column = Titles.indexOf('STAT')
  if (column < 0) return undefined
  return sortedStates((Processes ?? []).map((process) => process[column] ?? ''))
}

/** First letters of process states, sorted, as one word. */
export const sortedStates = (states: readonly string[]): string =>
  states
    .map((state) => state[0] ?? '')
    .sort()
    .join('')

/**
 * The state of a container now; `exists` is false once it is removed. `askHelper` is asked for the process states where
 * the engine cannot tell them: it runs the node's own `ps`, which a small Debian does not have.
 */
export const readTargetState = async (
  engine: EngineConnection,
  containerId: string,
  askHelper: (sandboxId: string) => Promise<string>,
): Promise<TargetState> => {
  const found = await engine.callUnless([404], 'inspect container', (docker) =>
    docker.getContainer(containerId).inspect(),
  )
  // While its restart policy waits, the engine calls a container both running and restarting.
  const sandboxId = found?.Config.Labels?.[engineLabels.sandbox] ?? ''
  const isRunning = found?.State.Running === true && !found.State.Restarting
  return {
    exists: found !== undefined,
    isRunning,
    isPaused: found?.State.Paused === true,
    hostPid: found?.State.Pid ?? 0,
    startedAt: found?.State.StartedAt ?? '',
    processStates: isRunning
      ? ((await processStatesOf(engine, containerId)) ?? (await askHelper(sandboxId)))
      : '',
  }
}
