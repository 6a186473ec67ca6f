import { EventEmitter } from 'node:events'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { corpusPolicy, ownContainer, ownId } from '../corpus/fixtures.ts'
import { StubbedGuard } from '../corpus/stubbed-guard.ts'
import { collectBody } from './body.ts'
import { SocketReader } from './reader.ts'
import { writeReply } from './reply.ts'

let guard: StubbedGuard
beforeAll(async () => {
  guard = await StubbedGuard.start()
})
afterAll(() => guard.stop())

const request = (target: string) => `GET ${target} HTTP/1.1\r\nHost: d\r\n\r\n`
const statuses = (text: string) => [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => status)

/** Sends bytes and gathers what comes back as text. */
const open = (socketPath: string, bytes: string | Buffer) => {
  const socket = connect(socketPath)
  const seen = { text: '', socket }
  socket.on('data', (part: Buffer) => (seen.text += part.toString('latin1')))
  socket.on('error', () => undefined)
  socket.write(bytes)
  return seen
}
const until = async (holds: () => boolean) => {
  for (let waited = 0; !holds() && waited < 5_000; waited += 5) await sleep(5)
  expect(holds()).toBe(true)
}

describe('a client that sends request upon request', () => {
  it('lets others in between, also with requests that are no more than refused', async () => {
    await guard.refill()
    const flood = open(guard.learnerSocket, request('//x').repeat(20_000))
    await until(() => flood.text.length > 0)
    const other = open(guard.learnerSocket, request('/_ping'))
    await until(() => other.text.length > 0)
    expect(statuses(flood.text).length).toBeLessThan(2_000)
    for (const { socket } of [flood, other]) socket.destroy()
  })

  it('waits once it asked too often: refusing must not be all that the guard does', async () => {
    const policy = corpusPolicy(guard.folder)
    await guard.guard.put({ ...policy, limits: { ...policy.limits, requestsPerSecond: 50 } })
    const flood = open(guard.learnerSocket, request('//x').repeat(20_000))
    await until(() => flood.text.includes('HTTP/1.1 429'))
    const refused = () => statuses(flood.text).filter((status) => status === '429').length
    const before = refused()
    await sleep(300)
    expect(refused() - before).toBeLessThan(20)
    flood.socket.destroy()
    await guard.refill()
  })
})

/** A socket that takes nothing until it drains. */
class FullSocket extends EventEmitter {
  readonly writableNeedDrain = true
  write(): boolean {
    return false
  }
  destroy(): void {
    this.emit('close')
  }
}

describe('an answer', () => {
  it('is waited for until the client took it, so that unread ones do not pile up', async () => {
    const socket = new FullSocket()
    let isWritten = false
    const frame = { minor: 41, isHead: false, keepAlive: true }
    const reply = { kind: 'json', status: 200, body: {} } as const
    const written = writeReply(socket as unknown as Socket, reply, frame).then(() => (isWritten = true))
    await sleep(10)
    expect(isWritten).toBe(false)
    socket.emit('drain')
    await written
  })

  it('of what changed in a container is passed on as it comes, and counts as a stream', async () => {
    const seen = open(guard.learnerSocket, request(`/v1.41/containers/${ownContainer.Id}/changes`))
    await until(() => seen.text.includes('\r\n0\r\n\r\n'))
    expect(seen.text).toContain('Transfer-Encoding: chunked')
    seen.socket.destroy()
  })
})

describe('a body', () => {
  const post = (path: string, bytes: number) => {
    const body = JSON.stringify({ Name: 'big', Data: 'A'.repeat(bytes), Image: 'shop-web:1.0' })
    const head = `POST ${path} HTTP/1.1\r\nHost: d\r\nContent-Type: application/json\r\n`
    return open(guard.learnerSocket, `${head}Content-Length: ${body.length}\r\n\r\n${body}`)
  }

  it('in chunks of a byte is refused: each chunk costs a look', async () => {
    const socket = new EventEmitter() as Socket
    const chunks = Buffer.from(`${'1\r\n \r\n'.repeat(2_000)}0\r\n\r\n`)
    let left: Buffer | null = chunks
    socket.read = () => {
      const now = left
      left = null
      return now
    }
    const reader = new SocketReader(socket)
    await expect(collectBody(reader, { kind: 'chunked' }, 1e6)).rejects.toThrow('too small')
  })

  it('is large only where it brings a secret or a config', async () => {
    const container = post('/v1.41/containers/create?name=big', 200_000)
    const config = post('/v1.41/configs/create', 400_000)
    await until(() => container.text.length > 0 && config.text.length > 0)
    expect(statuses(container.text)).toEqual(['413'])
    expect(statuses(config.text)).not.toEqual(['413'])
    for (const { socket } of [container, config]) socket.destroy()
  })

  it('that brings an archive ends when the sandbox is fenced, before anybody waits for it', async () => {
    const path = `/v1.41/containers/${ownContainer.Id}/archive?path=/tmp`
    const head = `PUT ${path} HTTP/1.1\r\nHost: d\r\nContent-Type: application/x-tar\r\n`
    const upload = open(guard.learnerSocket, `${head}Content-Length: 1024\r\n\r\n`)
    let isClosed = false
    upload.socket.on('close', () => (isClosed = true))
    await until(() => (guard.guard.sandbox(ownId)?.uploads.size ?? 0) > 0)
    await guard.setFenced(true)
    await until(() => isClosed)
    await guard.setFenced(false)
  })
})
