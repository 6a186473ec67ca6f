import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'

/**
 * Servers in a process of their own that answer at once and note when each request of each path came (epoch ms). Each
 * has an address of its own on loopback, as each target in a sandbox has: on one address the closed connections of the
 * run would use up the ports, and what is measured would be the kernel's search for a free one.
 */
const arrivals = new Map<string, number[]>()
const note: RequestListener = (request, response) => {
  const at = performance.timeOrigin + performance.now()
  const path = request.url ?? ''
  const seen = arrivals.get(path)
  if (seen) seen.push(at)
  else arrivals.set(path, [at])
  response.end('ok')
}

const open = async (address: string): Promise<string> => {
  const server = createServer(note).listen(0, address)
  await once(server, 'listening')
  return `http://${address}:${(server.address() as AddressInfo).port}`
}

const count = Number(process.argv[2])
const origins = await Promise.all(Array.from({ length: count }, (_, i) => open(`127.0.1.${i + 1}`)))
process.send?.({ origins })
process.on('message', () => process.send?.({ arrivals: Object.fromEntries(arrivals) }))
