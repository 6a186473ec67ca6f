import { PythonError } from '../../failure/python-error.ts'
import { isMapping, type Mapping } from '../../value/mapping.ts'
import { targetOf, type ProxyRack } from './proxy-rack.ts'
import type { Parameter, PythonFunction, PythonWorld } from '../python-function.ts'
import { faultOfToxic, toxicFaults } from './toxic-faults.ts'

const module = 'chaostoxi.toxic.actions'
const named: readonly Parameter[] = [
  { name: 'for_proxy', type: 'string' },
  { name: 'toxic_name', type: 'string' },
]

const create = async (
  rack: ProxyRack,
  world: PythonWorld,
  { for_proxy, toxic_name }: Mapping,
  toxic: { type: string; attributes: Mapping },
): Promise<boolean> => {
  const proxy = await rack.find(String(for_proxy), world)
  // The driver asks the answer of a failed request for its name.
  if (!proxy) throw new PythonError('TypeError', "'NoneType' object is not subscriptable")
  const order = { ...faultOfToxic(toxic.type, toxic.attributes), target: targetOf(proxy) }
  proxy.toxics.set(String(toxic_name), await world.faults.inject(order, world.activity))
  return true
}

const shortcut = (
  rack: ProxyRack,
  name: string,
  type: string,
  own: readonly Parameter[],
): PythonFunction => ({
  module,
  name,
  kind: 'action',
  doc: `Add a toxic of type ${type}. Injects the fault into the service behind the proxy.`,
  parameters: [...named, ...own],
  returns: 'mapping',
  injected: ['configuration'],
  faults: [faultOfToxic(type, {}).use],
  call: (args, world) => create(rack, world, args, { type, attributes: args }),
})

const remove = (rack: ProxyRack): PythonFunction => ({
  module,
  name: 'delete_toxic',
  kind: 'action',
  doc: 'Deletes the a given toxic: lifts its fault. False when there is no such toxic, and no failure.',
  parameters: named,
  injected: ['configuration'],
  call: async ({ for_proxy, toxic_name }, world) => {
    const proxy = await rack.find(String(for_proxy), world)
    const line = proxy?.toxics.get(String(toxic_name))
    if (!proxy || !line) {
      world.faults.complain(
        `${world.activity}: there is no toxic ${String(toxic_name)} on ${String(for_proxy)}; there ` +
          `${rack.toxics().length === 0 ? 'is none' : `are ${rack.toxics().join(', ')}`}. Nothing was reverted.`,
      )
      return false
    }
    await world.faults.lift(line)
    proxy.toxics.delete(String(toxic_name))
    return true
  },
})

/**
 * Toxics of chaostoolkit-toxiproxy. Those without a counterpart (slicer, slow_close, limit_data) are not in the list, so
 * that they are refused by name.
 */
export const toxicFunctions = (rack: ProxyRack): readonly PythonFunction[] => [
  {
    module,
    name: 'create_toxic',
    kind: 'action',
    doc: 'Create a toxic of type latency, bandwidth, timeout or reset_peer; stream and toxicity are not told apart.',
    parameters: [
      ...named,
      { name: 'toxic_type', type: 'string' },
      { name: 'stream', type: 'string', default: 'downstream' },
      { name: 'toxicity', type: 'number', default: 1.0 },
      { name: 'attributes', type: 'mapping', default: null },
    ],
    returns: 'boolean',
    injected: ['configuration'],
    faults: toxicFaults,
    call: (args, world) =>
      create(rack, world, args, {
        type: String(args.toxic_type),
        attributes: isMapping(args.attributes) ? args.attributes : {},
      }),
  },
  shortcut(rack, 'create_latency_toxic', 'latency', [
    { name: 'latency', type: 'integer' },
    { name: 'jitter', type: 'integer', default: 0 },
  ]),
  shortcut(rack, 'create_bandwith_degradation_toxic', 'bandwidth', [{ name: 'rate', type: 'integer' }]),
  shortcut(rack, 'create_timeout_toxic', 'timeout', [{ name: 'timeout', type: 'integer' }]),
  remove(rack),
]
