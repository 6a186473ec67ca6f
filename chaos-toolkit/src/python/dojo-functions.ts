import type { FaultDescription } from '@noops-dojo/contracts'
import { isMapping, type Mapping } from '../value/mapping.ts'
import type { Parameter, PortableType, PythonFunction } from './python-function.ts'
import { runningTasks } from './running-tasks.ts'

const types: Record<string, PortableType> = {
  ...{ string: 'string', number: 'number', integer: 'integer', boolean: 'boolean' },
  ...{ array: 'list', object: 'mapping' },
}

/** Name of a fault as a Python function: network.delay → network_delay. */
export const functionName = (fault: string): string => fault.replace(/[.-]/g, '_')

const parameterOf = (name: string, schema: unknown, isRequired: boolean): Parameter => {
  const { type, default: fallback } = (isMapping(schema) ? schema : {}) as Mapping
  const known = { name, type: types[String(type)] ?? 'object' }
  if (fallback !== undefined) return { ...known, default: fallback }
  return isRequired ? known : { ...known, default: null }
}

const parametersOf = ({ params }: FaultDescription): Parameter[] => {
  const required = Array.isArray(params.required) ? (params.required as unknown[]) : []
  return Object.entries(isMapping(params.properties) ? params.properties : {}).map(([name, schema]) =>
    parameterOf(name, schema, required.includes(name)),
  )
}

/** Makes an action of a fault: `module: noops.faults`, its parameters as arguments, and `target`. */
const faultFunction = (fault: FaultDescription): PythonFunction => {
  const own = parametersOf(fault)
  return {
    module: 'noops.faults',
    name: functionName(fault.name),
    kind: 'action',
    doc: `${fault.title.en}. ${fault.effect.en}`,
    parameters: [{ name: 'target', type: 'string', default: '' }, ...own],
    returns: 'mapping',
    faults: [fault.name],
    call: async ({ target, ...args }, world) => {
      const given = Object.entries(args).filter(([, value]) => value !== null && value !== undefined)
      const order = { use: fault.name, target: String(target), with: Object.fromEntries(given) }
      const { run } = await world.faults.inject(order, world.activity)
      return { id: run.id, fault: run.fault, target: run.target, state: run.state, detail: run.detail }
    },
  }
}

const lift: PythonFunction = {
  module: 'noops.actions',
  name: 'lift',
  kind: 'action',
  doc: 'Ends the faults that this experiment injected, or those of one name. Gives how many.',
  parameters: [{ name: 'fault', type: 'string', default: null }],
  returns: 'integer',
  call: async ({ fault }, world) => {
    await world.faults.refresh()
    const open = world.faults.lines.filter(
      (line) => line.endedBy === null && (fault === null || line.order.use === fault),
    )
    for (const line of open) await world.faults.lift(line)
    if (open.length === 0) world.faults.complain(`${world.activity}: there is no active fault to lift.`)
    return open.length
  },
}

const tasks: PythonFunction = {
  module: 'noops.probes',
  name: 'running_tasks',
  kind: 'probe',
  doc: 'How many tasks of a service are running.',
  parameters: [{ name: 'service', type: 'string' }],
  returns: 'integer',
  call: ({ service }, world) => runningTasks(String(service), world),
}

/** The dojo’s own functions: every fault of its registry, and what goes with them. */
export const dojoFunctions = (faults: readonly FaultDescription[]): readonly PythonFunction[] => [
  ...faults.map(faultFunction),
  lift,
  tasks,
]
