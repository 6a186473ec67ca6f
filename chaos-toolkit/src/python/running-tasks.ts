import type { Topology } from '@noops-dojo/contracts'
import { activityFailed } from '../failure/chaos-error.ts'
import type { PythonWorld } from './python-function.ts'

type Service = Topology['nodes'][number]

/** Gives a service or container of the sandbox. Rejects with ActivityFailed, as chaosswarm does. */
export const serviceNamed = async (name: string, { faults }: PythonWorld): Promise<Service> => {
  const { nodes } = await faults.bench.topology()
  const found = nodes.find((node) => node.name === name)
  if (found) return found
  const there = nodes.map((node) => node.name).join(', ')
  throw activityFailed(`No service named ${name} found; there ${there === '' ? 'is none' : `are ${there}`}`)
}

/** How many tasks of a service are running; one whose health is still unknown counts. */
export const runningTasks = async (name: string, world: PythonWorld): Promise<number> =>
  (await serviceNamed(name, world)).tasks.filter(({ state }) => state === 'running').length
