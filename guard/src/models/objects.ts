import type { Json } from '../parse/json.ts'
import {
  bool,
  list,
  object,
  oneOf,
  readBody,
  record,
  refused,
  text,
  zero,
  type Model,
} from '../parse/model.ts'
import { label, ownerLabels } from '../ownership/labels.ts'
import { sandboxNetwork } from '../ownership/names.ts'
import type { Sandbox } from '../sandbox.ts'
import { numeric } from './endpoint.ts'
import { labels, octetsOf } from './fields.ts'

const reservedNetworks = new Set([
  'bridge',
  'host',
  'none',
  'default',
  'ingress',
  'docker_gwbridge',
  sandboxNetwork,
])
/** Learners may pick subnets inside this block, from /28 to /24. */
const subnetBlock = { base: '10.77.0.0', bits: 16 }

const ipamPool = object({ Subnet: text(18), Gateway: text(15), IPRange: zero, AuxiliaryAddresses: zero })
const networkModel = object({
  Name: text(128),
  CheckDuplicate: bool,
  Driver: oneOf('', 'bridge', 'overlay'),
  Scope: oneOf('', 'local'),
  EnableIPv4: bool,
  EnableIPv6: zero,
  IPAM: object({ Driver: oneOf('', 'default'), Options: zero, Config: list(ipamPool, 2) }),
  Internal: bool,
  Attachable: bool,
  Ingress: zero,
  ConfigOnly: zero,
  ConfigFrom: zero,
  Options: record(/^com\.docker\.network\.driver\.mtu$/, text(4, /^(1[0-4]\d\d|1500|[6-9]\d\d)$/), 1),
  Labels: labels,
})

/**
 * A learner's network is always an internal, attachable overlay: a bridge would give its containers the host's gateway
 * address, and the engine holds only about thirty bridges. The driver asked for is remembered for `docker network ls`.
 */
export function planNetwork(sandbox: Sandbox, json: Json | undefined) {
  const input = readBody(networkModel, json)
  const name = sandbox.names.check(input.Name ?? '')
  if (reservedNetworks.has(name.toLowerCase())) throw refused(`the network name ${name}`)
  if (input.Attachable && input.Driver === 'overlay')
    throw refused('Attachable (networks here are attachable as they are)')
  const config = (input.IPAM?.Config ?? []).map(({ Subnet, Gateway }) => checkSubnet(Subnet ?? '', Gateway))
  const body = {
    Name: sandbox.names.toEngine(name),
    CheckDuplicate: true,
    Driver: 'overlay',
    Internal: true,
    Attachable: true,
    ...(config.length > 0 ? { IPAM: { Driver: 'default', Config: config } } : {}),
    Options: { ...input.Options },
    Labels: { ...input.Labels, ...ownerLabels(sandbox.policy), [label.driver]: input.Driver || 'bridge' },
  }
  return { name, body }
}

function checkSubnet(subnet: string, gateway: string | undefined) {
  const [, address = '', width] = /^([^/]+)\/(\d{1,2})$/.exec(subnet) ?? []
  const bits = Number(width ?? 0)
  const base = octetsOf(address) ? numeric(address) : 0
  const inside = (address: number, of: number, width: number) =>
    Math.floor(address / 2 ** (32 - width)) === Math.floor(of / 2 ** (32 - width))
  if (bits < 24 || bits > 28 || !inside(base, numeric(subnetBlock.base), subnetBlock.bits))
    throw refused(`the subnet ${subnet} (allowed: /24 to /28 inside ${subnetBlock.base}/${subnetBlock.bits})`)
  if (gateway && (!octetsOf(gateway) || !inside(numeric(gateway), base, bits)))
    throw refused(`the gateway ${gateway}`)
  return { Subnet: subnet, ...(gateway ? { Gateway: gateway } : {}) }
}

const volumeModel = object({
  Name: text(128),
  Driver: oneOf('', 'local'),
  DriverOpts: zero,
  Labels: labels,
  ClusterVolumeSpec: zero,
})

/** A volume of the local driver without options: an option is a mount(2) on the host. */
export function planVolume(sandbox: Sandbox, json: Json | undefined) {
  const input = readBody(volumeModel, json)
  const name = input.Name ? sandbox.names.check(input.Name) : ''
  const Labels = { ...input.Labels, ...ownerLabels(sandbox.policy) }
  return { name, body: { ...(name ? { Name: sandbox.names.toEngine(name) } : {}), Driver: 'local', Labels } }
}

const maxSecretBytes = 500 * 1024
const base64: Model<string | undefined> = (value, path) => {
  const read = text(700_000)(value, path)
  if (read === undefined) return undefined
  const isBase64 = /^[A-Za-z0-9+/_-]*={0,2}$/.test(read)
  if (!isBase64 || (read.length * 3) / 4 > maxSecretBytes + 2)
    throw refused(`${path} (at most 500 KiB of base64)`)
  return read
}

const secretModel = object({ Name: text(128), Labels: labels, Data: base64, Driver: zero, Templating: zero })

/** A secret or config, for create and update alike. Templates and drivers run in the daemon and are refused. */
export function planSecret(sandbox: Sandbox, json: Json | undefined) {
  const input = readBody(secretModel, json)
  const name = sandbox.names.check(input.Name ?? '')
  const Labels = { ...input.Labels, ...ownerLabels(sandbox.policy) }
  return {
    name,
    body: {
      Name: sandbox.names.toEngine(name),
      Labels,
      ...(input.Data === undefined ? {} : { Data: input.Data }),
    },
  }
}
