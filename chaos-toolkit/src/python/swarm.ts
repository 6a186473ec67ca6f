import type { PythonFunction } from './python-function.ts'
import { runningTasks, serviceNamed } from './running-tasks.ts'

const service = [
  { name: 'service', type: 'string' },
  { name: 'docker_client', default: null },
] as const

/**
 * chaostoolkit-docker-swarm. Its `kill_task` asks pumba for `docker kill`; here it is a crash, SIGKILL from the host,
 * which Swarm heals the same way. `restart_service` is an operator’s act, not a fault, and is not mapped.
 */
export const swarmFunctions: readonly PythonFunction[] = [
  {
    module: 'chaosswarm.actions',
    name: 'kill_task',
    kind: 'action',
    doc: 'Kill one task in the service, selected at random. Injects container.crash.',
    parameters: service,
    injected: ['configuration', 'secrets'],
    faults: ['container.crash'],
    call: async ({ service: target }, world) => {
      await serviceNamed(String(target), world)
      await world.faults.inject({ use: 'container.crash', target: String(target), with: {} }, world.activity)
      return null
    },
  },
  {
    module: 'chaosswarm.probes',
    name: 'running_tasks',
    kind: 'probe',
    doc: 'Returns the number of running tasks for a service.',
    parameters: service,
    returns: 'integer',
    call: ({ service: target }, world) => runningTasks(String(target), world),
  },
]
