import type { ContainerInfo, ContainerInspectInfo } from 'dockerode'
import type { ObservedNode } from '../../../domain/ports/engine/sandbox-topology.ts'
import { healthOf, imageName, portsOf, scrubbed, timeOf } from './observed.ts'

const errorOf = (sandboxId: string, { State: state }: ContainerInspectInfo): string | null => {
  if (state.Error) return scrubbed(sandboxId, state.Error)
  if (state.OOMKilled && !state.Running) return 'out of memory'
  return !state.Running && state.ExitCode !== 0 ? `exit code ${state.ExitCode}` : null
}

/** Gives a plain container as the topology shows it: a node with one task. `short` is the learner's name for it. */
export const containerNode = (
  sandboxId: string,
  listed: ContainerInfo,
  found: ContainerInspectInfo,
  short: string,
): ObservedNode => {
  const isRunning = listed.State === 'running'
  return {
    env: found.Config.Env ?? [],
    node: {
      name: short,
      kind: 'container',
      image: imageName(listed.Labels, listed.Image),
      desired: 1,
      running: isRunning ? 1 : 0,
      updateState: null,
      ports: portsOf(listed.Labels, [listed]),
      tasks: [
        {
          name: short,
          state: listed.State,
          health: isRunning ? healthOf(listed) : 'none',
          since: timeOf(found.State.Running ? found.State.StartedAt : found.State.FinishedAt),
          node: null,
          error: errorOf(sandboxId, found),
        },
      ],
    },
  }
}
