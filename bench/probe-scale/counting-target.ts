import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

interface Target {
  readonly origin: string
  readonly arrivals: number[]
}

/**
 * A server that answers at once and notes when each request came (epoch ms). Each has an address of its own on loopback,
 * as each target in a sandbox has: on one address the closed connections of the run would use up the ports, and what is
 * measured would be the kernel's search for a free one.
 */
const open = async (address: string): Promise<Target> => {
  const arrivals: number[] = []
  const server = createServer((_request, response) => {
    arrivals.push(performance.timeOrigin + performance.now())
    response.end('ok')
  }).listen(0, address)
  await once(server, 'listening')
  return { origin: `http://${address}:${(server.address() as AddressInfo).port}`, arrivals }
}

const count = Number(process.argv[2])
const targets = await Promise.all(Array.from({ length: count }, (_, i) => open(`127.0.1.${i + 1}`)))
process.send?.({ origins: targets.map(({ origin }) => origin) })
process.on('message', () => process.send?.({ arrivals: targets.map(({ arrivals }) => arrivals) }))
