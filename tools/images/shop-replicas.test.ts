import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterEach, expect, it, vi } from 'vitest'

const client = join(import.meta.dirname, '../../images/shop/src/client')
type Call = (method: string, path: string) => Promise<{ status: number; value: unknown }>
const ends: (() => void)[] = []
afterEach(() => {
  for (const end of ends) end()
  vi.doUnmock(join(client, 'addresses.mjs'))
})

const listen = async (host: string, port: number, status: number): Promise<number> => {
  const server = createServer((_request, response) => response.writeHead(status).end(`"${host}"`))
  server.listen(port, host)
  ends.push(() => server.close())
  await once(server, 'listening')
  return (server.address() as AddressInfo).port
}

it('asks the replica that DNS gave, and another one when it is tried again', async () => {
  const port = await listen('127.0.0.2', 0, 500)
  await listen('127.0.0.3', port, 200)
  vi.doMock(join(client, 'addresses.mjs'), () => ({
    drawAddress: async (_host: string, tried: Set<string>) =>
      tried.has('127.0.0.2') ? '127.0.0.3' : '127.0.0.2',
  }))
  const module = (await import(join(client, 'call.mjs'))) as { createCall: (settings: object) => Call }
  // Nothing listens where the name itself leads to.
  const settings = { url: `http://localhost:${port}`, timeoutMs: 2000 }
  expect(await module.createCall(settings)('GET', '/')).toMatchObject({ status: 500, value: '127.0.0.2' })
  const patient = module.createCall({ ...settings, retries: 1 })
  expect(await patient('GET', '/')).toMatchObject({ status: 200, value: '127.0.0.3' })
})
