import type { ProbeSample, ToGateway } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocketServer, type WebSocket } from 'ws'
import { MemoryLog } from '../../testing/fakes/memory-log.ts'
import { WsProbeGateway } from './ws-probe-gateway.ts'

const probe = {
  sandboxId: 'abcdefghij',
  name: 'shop',
  url: 'http://sabcdefghij-web:8080/health',
  expectStatus: 200,
  everyMs: 100,
  timeoutMs: 1000,
}

/** A gateway that answers what the test says and remembers what it was told. */
class ScriptedGateway {
  readonly told: ToGateway[] = []
  server: WebSocketServer | undefined
  answer: (message: ToGateway) => unknown = () => null
  sockets: WebSocket[] = []

  async listen(port = 0): Promise<number> {
    this.server = new WebSocketServer({ host: '127.0.0.1', port })
    this.server.on('connection', (socket) => {
      this.sockets.push(socket)
      socket.on('message', (data) => {
        const message = JSON.parse(String(data)) as ToGateway
        this.told.push(message)
        const result = this.answer(message)
        if (result === 'silence') return
        socket.send(JSON.stringify({ type: 'done', id: message.id, result }))
      })
    })
    await new Promise((resolve) => this.server?.once('listening', resolve))
    return (this.server.address() as { port: number }).port
  }

  push(samples: ProbeSample[]): void {
    const batches = [{ sandboxId: 'abcdefghij', name: 'shop', samples }]
    for (const socket of this.sockets) socket.send(JSON.stringify({ type: 'samples', batches }))
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets.splice(0)) socket.terminate()
    await new Promise((resolve) => this.server?.close(resolve))
  }
}

const eventually = async (isTrue: () => boolean): Promise<void> => {
  for (let i = 0; i < 250 && !isTrue(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20))
  expect(isTrue()).toBe(true)
}

let scripted: ScriptedGateway
let gateway: WsProbeGateway
let port = 0

beforeEach(async () => {
  scripted = new ScriptedGateway()
  port = await scripted.listen()
  gateway = new WsProbeGateway('the-token', new MemoryLog())
})
afterEach(async () => {
  gateway.close()
  await scripted.stop()
})

describe('the gateway over its control channel', () => {
  it('is away before it is connected', async () => {
    await expect(gateway.setProbes('abcdefghij', [probe])).rejects.toMatchObject({ code: 'GATEWAY_AWAY' })
    expect(gateway.previewUpstream()).toBeUndefined()
  })

  it('waits for a link that is coming up', async () => {
    gateway.connect(`http://127.0.0.1:${port}`)
    await gateway.setProbes('abcdefghij', [probe])
    expect(scripted.told[0]).toMatchObject({ type: 'set-probes', probes: [{ name: 'shop' }] })
  })

  it('gives samples of a window and the result of a check', async () => {
    scripted.answer = ({ type }) =>
      type === 'fetch-samples' ? [[100, 1, 2.5]] : { status: 200, body: 'ok', ms: 3, error: null }
    gateway.connect(`http://127.0.0.1:${port}`)
    expect(await gateway.samples('abcdefghij', 'shop', 0, 1000)).toEqual([[100, 1, 2.5]])
    expect(await gateway.check({ url: 'http://x/', timeoutMs: 100 })).toMatchObject({ status: 200 })
  })

  it('tells when the clock was set', async () => {
    scripted.answer = () => [{ from: 5000, to: 1000 }]
    gateway.connect(`http://127.0.0.1:${port}`)
    expect(await gateway.clockSteps()).toEqual([{ from: 5000, to: 1000 }])
    expect(scripted.told[0]).toMatchObject({ type: 'clock-steps' })
  })

  it('fails what was asked when the link breaks, then sets the probes again and fetches what was missed', async () => {
    const seen: ProbeSample[] = []
    gateway.connect(`http://127.0.0.1:${port}`)
    gateway.subscribe('abcdefghij', (_probe, samples) => seen.push(...samples))
    await gateway.setProbes('abcdefghij', [probe])
    scripted.push([[100, 1, 2]])
    await eventually(() => seen.length === 1)
    scripted.answer = () => 'silence'
    const asked = gateway.samples('abcdefghij', 'shop', 0, 1)
    await eventually(() => scripted.told.length === 2)
    await scripted.stop()
    await expect(asked).rejects.toMatchObject({ code: 'GATEWAY_AWAY' })
    expect(gateway.isConnected()).toBe(false)
    scripted.answer = ({ type }) => (type === 'fetch-samples' ? [[200, 0, -1]] : null)
    await scripted.listen(port)
    await eventually(() => seen.length === 2)
    expect(seen[1]).toEqual([200, 0, -1])
    expect(scripted.told.slice(2).map(({ type }) => type)).toContain('set-probes')
  })

  it('tells whose probes run, also those that another server set', async () => {
    scripted.answer = () => [probe, { ...probe, name: 'api' }, { ...probe, sandboxId: 'another001' }]
    gateway.connect(`http://127.0.0.1:${port}`)
    expect(await gateway.listProbed()).toEqual(['abcdefghij', 'another001'])
  })

  it('fetches all that is kept when the clock was set back since the last sample', async () => {
    const seen: ProbeSample[] = []
    gateway.connect(`http://127.0.0.1:${port}`)
    gateway.subscribe('abcdefghij', (_probe, samples) => seen.push(...samples))
    await gateway.setProbes('abcdefghij', [probe])
    scripted.push([[Date.now() + 3_600_000, 1, 2]])
    await eventually(() => seen.length === 1)
    await scripted.stop()
    scripted.told.length = 0
    await scripted.listen(port)
    const fetched = () => scripted.told.find(({ type }) => type === 'fetch-samples')
    await eventually(() => fetched() !== undefined)
    expect(fetched()).toMatchObject({ from: 0 })
  })

  it('does not bring back the probes of a dropped sandbox', async () => {
    gateway.connect(`http://127.0.0.1:${port}`)
    await gateway.setProbes('abcdefghij', [probe])
    await gateway.drop('abcdefghij')
    await scripted.stop()
    scripted.told.length = 0
    await scripted.listen(port)
    await eventually(() => gateway.isConnected())
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(scripted.told).toEqual([])
  })

  it('survives a message of another version', async () => {
    gateway.connect(`http://127.0.0.1:${port}`)
    await gateway.setProbes('abcdefghij', [])
    for (const socket of scripted.sockets) {
      socket.send(JSON.stringify({ type: 'from-the-future' }))
      socket.send('{')
    }
    await gateway.setProbes('abcdefghij', [])
    expect(gateway.isConnected()).toBe(true)
  })
})
