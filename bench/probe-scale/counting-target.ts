import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server in a process of its own that answers at once and notes when each request of each path came (epoch ms). */
const arrivals = new Map<string, number[]>()
const server = createServer((request, response) => {
  const at = performance.timeOrigin + performance.now()
  const path = request.url ?? ''
  const seen = arrivals.get(path)
  if (seen) seen.push(at)
  else arrivals.set(path, [at])
  response.end('ok')
})
server.listen(0, '127.0.0.1', () => process.send?.({ port: (server.address() as AddressInfo).port }))
process.on('message', () => process.send?.({ arrivals: Object.fromEntries(arrivals) }))
