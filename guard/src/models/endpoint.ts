import { list, object, refused, text, zero, type Read } from '../parse/model.ts'
import { isPlatformName, sandboxNetwork } from '../ownership/names.ts'
import type { EngineNetwork } from '../ownership/engine-objects.ts'
import type { Owned } from '../ownership/directory.ts'
import type { Sandbox } from '../sandbox.ts'
import { checkPrivateAddress } from './fields.ts'

const aliasPattern = /^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,62})$/

/** DNS names on a network. A platform's name is refused, so nobody can sit on `gateway`. */
export const aliases = list(text(63, aliasPattern), 16)

export const endpointModel = object({
  IPAMConfig: object({ IPv4Address: text(15), IPv6Address: zero, LinkLocalIPs: zero }),
  Links: list(text(200), 16),
  Aliases: aliases,
  MacAddress: zero,
  DriverOpts: zero,
  GwPriority: zero,
  NetworkID: text(64, /^[a-z0-9]{0,64}$/),
  EndpointID: zero,
  Gateway: zero,
  IPAddress: zero,
  IPPrefixLen: zero,
  IPv6Gateway: zero,
  GlobalIPv6Address: zero,
  GlobalIPv6PrefixLen: zero,
  DNSNames: zero,
})
export type EndpointInput = NonNullable<Read<typeof endpointModel>>

/** The engine's endpoint settings on an own network; `own` are aliases that the guard adds. Throws Refusal 403 or 404. */
export async function buildEndpoint(
  sandbox: Sandbox,
  network: Owned<EngineNetwork> | null,
  input: Partial<EndpointInput> | undefined,
  own: string[],
) {
  if (input?.NetworkID && input.NetworkID !== network?.id) throw refused('NetworkID of another network')
  const address = input?.IPAMConfig?.IPv4Address
  if (address && !(network && holds(network.row, checkPrivateAddress('IPv4Address', address))))
    throw refused(`IPv4Address ${address}`)
  const links = await checkLinks(sandbox, input?.Links ?? [])
  return {
    Aliases: checkAliases(sandbox, [...own, ...(input?.Aliases ?? [])]),
    ...(links.length > 0 ? { Links: links } : {}),
    ...(address ? { IPAMConfig: { IPv4Address: address } } : {}),
  }
}

/** Links (`container:alias`) to own containers, by the names that the engine's DNS knows: full ids are none of them. */
async function checkLinks(sandbox: Sandbox, links: string[]): Promise<string[]> {
  return Promise.all(
    links.map(async (link) => {
      const [ref = '', alias = ref, ...rest] = link.split(':')
      if (rest.length > 0 || !/^[A-Za-z0-9][A-Za-z0-9_.-]{0,62}$/.test(alias)) throw refused(`Links ${link}`)
      const { name } = await sandbox.directory.resolve('container', ref)
      return `${sandbox.names.prefix}${name}:${alias}`
    }),
  )
}

export function checkAliases({ policy }: Sandbox, names: string[]): string[] {
  for (const alias of names) if (isPlatformName(alias, policy.instance)) throw refused(`the alias ${alias}`)
  return [...new Set(names)]
}

/** Whether a fixed address lies in one of the network's subnets and is not its gateway. */
function holds(network: EngineNetwork, address: string): boolean {
  return (network.IPAM?.Config ?? []).some(({ Subnet, Gateway }) => {
    const [base = '', bits = '32'] = (Subnet ?? '').split('/')
    const mask = Number(bits) === 0 ? 0 : (~0 << (32 - Number(bits))) >>> 0
    const isInside = (numeric(base) & mask) >>> 0 === (numeric(address) & mask) >>> 0
    return isInside && address !== Gateway && numeric(address) !== (numeric(base) & mask) >>> 0
  })
}

export const numeric = (address: string) =>
  address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0)

/** The network of a container: the engine's `NetworkMode` and, for a real network, its row. */
export type ChosenNetwork = { mode: string; network: Owned<EngineNetwork> | null; isSandbox: boolean }

/** Translates a learner's NetworkMode. Throws Refusal 403 or 404. */
export async function chooseNetwork(sandbox: Sandbox, mode: string): Promise<ChosenNetwork> {
  if (['', 'default', 'bridge', sandboxNetwork].includes(mode))
    return { mode: sandbox.policy.network, network: null, isSandbox: true }
  if (mode === 'none') return { mode, network: null, isSandbox: false }
  if (mode.startsWith('container:')) {
    const container = await sandbox.directory.resolve('container', mode.slice('container:'.length))
    return { mode: `container:${container.id}`, network: null, isSandbox: false }
  }
  if (/^(host|ingress|docker_gwbridge|nat)$/i.test(mode)) throw refused(`HostConfig.NetworkMode ${mode}`)
  const network = await sandbox.directory.resolve('network', mode)
  // The engine's name, not the id: the engine keys the endpoints of an inspect by what it is given here.
  return { mode: network.row.Name, network, isSandbox: network.row.Name === sandbox.policy.network }
}
