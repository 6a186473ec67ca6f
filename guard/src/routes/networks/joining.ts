import { buildEndpoint, endpointModel } from '../../models/endpoint.ts'
import type { Owned } from '../../ownership/directory.ts'
import type { EngineContainer, EngineNetwork } from '../../ownership/engine-objects.ts'
import { bool, object, readBody, text } from '../../parse/model.ts'
import { relayStatus } from '../answers.ts'
import type { Call, Reply, Route } from '../route.ts'

const connectModel = object({ Container: text(256), EndpointConfig: endpointModel, Force: bool })

/** Own containers in and out of own networks. */
export const joiningRoutes: Route[] = (['connect', 'disconnect'] as const).map((verb) => ({
  method: 'POST',
  pattern: `/networks/{id}/${verb}`,
  body: 'json',
  action: `network.${verb}`,
  handle: (call) => join(call, verb),
}))

async function join(call: Call, verb: 'connect' | 'disconnect'): Promise<Reply> {
  const network = await call.sandbox.directory.resolve('network', call.params[0]!)
  call.object = network.name
  const input = readBody(connectModel, call.json)
  const container = await call.sandbox.directory.resolve('container', input.Container ?? '')
  const settings =
    verb === 'connect'
      ? { EndpointConfig: await buildEndpoint(call.sandbox, network, input.EndpointConfig, [container.name]) }
      : { Force: input.Force ?? false }
  const body = { Container: container.id, ...settings }
  const path = `/networks/${keyOf(network, container)}/${verb}`
  return relayStatus(call, await call.mutate({ method: 'POST', path, body }))
}

/**
 * What the engine knows a container's endpoint by: of one that does not run it compares texts, and knows no id for a network
 * that was given by its name.
 */
function keyOf(network: Owned<EngineNetwork>, { row }: Owned<EngineContainer>): string {
  const joined = Object.keys(row.NetworkSettings?.Networks ?? {})
  return joined.includes(network.id) ? network.id : network.row.Name
}
