import { PythonError } from '../../failure/python-error.ts'
import { isTruthy, type Mapping } from '../../value/mapping.ts'
import { targetOf, type Proxy, type ProxyRack } from './proxy-rack.ts'
import type { Parameter, PythonFunction, PythonWorld } from '../python-function.ts'
import { untilLifted } from './toxic-faults.ts'

const proxyName: Parameter = { name: 'proxy_name', type: 'string' }
/** The toxic that stands for a disabled proxy: its service refuses connections. */
const disabled = '(disabled)'

const fromEnvironment = (value: unknown, { environment }: PythonWorld): string => {
  const text = String(value)
  if (!text.startsWith('env:')) return text
  const found = environment.get(text.slice(4))
  if (found === undefined) throw new PythonError('KeyError', `'${text.slice(4)}'`)
  return found
}

/** The driver puts the port into configuration and environment; here that of the service itself. */
const publishPort = (proxy: Proxy, world: PythonWorld): void => {
  const port = proxy.upstream.split(':').at(-1) as string
  world.configuration[`${proxy.name}_PORT`] = port
  world.environment.set(`${proxy.name}_PORT`, port)
}

const setEnabled = async (proxy: Proxy, isEnabled: boolean, world: PythonWorld): Promise<void> => {
  if (proxy.enabled === isEnabled) return
  proxy.enabled = isEnabled
  const line = proxy.toxics.get(disabled)
  if (isEnabled && line) {
    await world.faults.lift(line)
    proxy.toxics.delete(disabled)
  } else if (!isEnabled) {
    const order = { use: 'network.reset', target: targetOf(proxy), with: { for: untilLifted } }
    proxy.toxics.set(disabled, await world.faults.inject(order, world.activity))
  }
}

const action = (
  name: string,
  doc: string,
  parameters: readonly Parameter[],
  call: PythonFunction['call'],
  faults: readonly string[] = [],
): PythonFunction => ({
  ...{ module: 'chaostoxi.proxy.actions', name, kind: 'action', doc, parameters, faults, call },
  injected: ['configuration'],
})

const existing = async (rack: ProxyRack, name: unknown, world: PythonWorld): Promise<Proxy> => {
  const proxy = await rack.find(String(name), world)
  if (!proxy) throw new PythonError('AssertionError', '')
  return proxy
}

const create = (rack: ProxyRack) => async (args: Mapping, world: PythonWorld) => {
  const upstream = `${fromEnvironment(args.upstream_host, world)}:${fromEnvironment(args.upstream_port, world)}`
  const listen = `${String(args.listen_host)}:${String(args.listen_port)}`
  const proxy = rack.create(String(args.proxy_name), listen, upstream, true)
  await setEnabled(proxy, isTruthy(args.enabled), world)
  publishPort(proxy, world)
  return true
}

const modify = (rack: ProxyRack) => async (args: Mapping, world: PythonWorld) => {
  const proxy = await existing(rack, args.proxy_name, world)
  if (args.listen_address !== null && args.listen_address !== undefined)
    proxy.listen = String(args.listen_address)
  if (args.upstream_address !== null && args.upstream_address !== undefined)
    proxy.upstream = String(args.upstream_address)
  if (args.enabled !== null && args.enabled !== undefined)
    await setEnabled(proxy, isTruthy(args.enabled), world)
  publishPort(proxy, world)
  return true
}

const switchTo = (rack: ProxyRack, isEnabled: boolean) => async (args: Mapping, world: PythonWorld) => {
  await setEnabled(await existing(rack, args.proxy_name, world), isEnabled, world)
  return true
}

const probes = (rack: ProxyRack): PythonFunction[] => {
  const probe = { module: 'chaostoxi.proxy.probes', kind: 'probe', injected: ['configuration'] } as const
  return [
    {
      ...probe,
      name: 'proxy_exist',
      doc: 'Returns True of False if a given proxy exists; services of the sandbox count as proxies.',
      parameters: [proxyName],
      returns: 'boolean',
      call: async (args, world) => (await rack.find(String(args.proxy_name), world)) !== undefined,
    },
    {
      ...probe,
      name: 'get_proxy_attribute',
      doc: 'Returns an attribute of a specified proxy: name, listen, upstream or enabled.',
      parameters: [proxyName, { name: 'attribute', type: 'string' }],
      call: async (args, world) => {
        const proxy = await rack.find(String(args.proxy_name), world)
        if (!proxy) return null
        const { toxics: _, ...attributes } = proxy
        const key = String(args.attribute)
        if (!Object.hasOwn(attributes, key)) throw new PythonError('KeyError', `'${key}'`)
        return (attributes as Mapping)[key]
      },
    },
  ]
}

/** Proxies of chaostoolkit-toxiproxy: none is made, the name stands for the service behind it. */
export const proxyFunctions = (rack: ProxyRack): readonly PythonFunction[] => [
  action(
    'create_proxy',
    'Name a proxy for a service, to which toxics can be added.',
    [
      proxyName,
      { name: 'upstream_host', type: 'string' },
      { name: 'upstream_port', type: 'integer' },
      { name: 'listen_host', type: 'string', default: '0.0.0.0' },
      { name: 'listen_port', type: 'integer', default: 0 },
      { name: 'enabled', type: 'boolean', default: true },
    ],
    create(rack),
    ['network.reset'],
  ),
  action(
    'disable_proxy',
    'Disables the proxy: its service refuses connections.',
    [proxyName],
    switchTo(rack, false),
    ['network.reset'],
  ),
  action('enable_proxy', 'Enables a disabled proxy.', [proxyName], switchTo(rack, true)),
  action(
    'modify_proxy',
    'Modify the configuration of a given proxy.',
    [
      proxyName,
      { name: 'listen_address', type: 'string', default: null },
      { name: 'upstream_address', type: 'string', default: null },
      { name: 'enabled', type: 'boolean', default: null },
    ],
    modify(rack),
    ['network.reset'],
  ),
  action('delete_proxy', 'Forgets the proxy and lifts its toxics.', [proxyName], async (args, world) => {
    await rack.remove(String(args.proxy_name), world)
    return null
  }),
  action('reset', 'Enable all proxies and remove all active toxics.', [], async (_, world) => {
    await rack.reset(world)
    return true
  }),
  ...probes(rack),
]
