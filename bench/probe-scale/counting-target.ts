import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'

interface Target {
  readonly origin: string
  readonly arrivals: number[]
}

const answer = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok'

/**
 * A server that answers at once and notes when each request came (epoch ms). Each has an address of its own on loopback,
 * as each target in a sandbox has: on one address the closed connections of the run would use up the ports, and what is
 * measured would be the kernel's search for a free one. It speaks only as much HTTP as a probe needs (a request is one
 * packet): a thousand requests a second through `node:http` took half a core, and the instrument read its own queue.
 */
const open = async (address: string): Promise<Target> => {
  const arrivals: number[] = []
  const server = createServer((socket) => {
    socket.once('data', () => {
      arrivals.push(performance.timeOrigin + performance.now())
      socket.end(answer)
    })
    socket.on('error', () => socket.destroy())
  }).listen(0, address)
  await once(server, 'listening')
  return { origin: `http://${address}:${(server.address() as AddressInfo).port}`, arrivals }
}

const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`)

const count = Number(process.argv[2])
const targets = await Promise.all(Array.from({ length: count }, (_, i) => open(`127.0.1.${i + 1}`)))
say(targets.map(({ origin }) => origin))
process.stdin.once('data', () => say(targets.map(({ arrivals }) => arrivals)))
process.stdin.once('end', () => process.exit())
