import { mkdtempSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { ReadInPlaceAgent, readInPlace } from './read-in-place.ts'

const head = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
let folder: string
let server: Server
let peer: Socket

/** An engine that answers every request with 101 and `first` in one write. */
const upgraded = async (first: string): Promise<Duplex> => {
  const socketPath = join(folder, 'engine.sock')
  server = createServer((socket) => {
    peer = socket
    socket.once('data', () => socket.write(head + first))
  })
  await new Promise<void>((resolve) => server.listen(socketPath, resolve))
  const headers = { Connection: 'Upgrade', Upgrade: 'tcp' }
  const outgoing = request({ agent: new ReadInPlaceAgent(), socketPath, headers, method: 'POST' })
  outgoing.end()
  return new Promise((resolve, reject) => {
    outgoing.on('error', reject)
    outgoing.on('upgrade', (_response, stream: Duplex, early: Buffer) => {
      // As docker-modem does it.
      if (early.length > 0) stream.unshift(early)
      resolve(stream)
    })
  })
}

beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), 'dojo-in-place-'))))
afterEach(() => {
  peer.destroy()
  server.close()
  rmSync(folder, { recursive: true, force: true })
})

it('gives what came with the head of the answer, what came before it was read, and all that follows', async () => {
  const stream = await upgraded('one ')
  peer.write('two ')
  await new Promise((resolve) => setTimeout(resolve, 20))
  let seen = ''
  readInPlace(stream, (bytes) => (seen += bytes.toString()))
  await vi.waitFor(() => expect(seen).toBe('one two '))
  peer.write('three')
  await vi.waitFor(() => expect(seen).toBe('one two three'))
})

it('reads into one buffer, however much comes', async () => {
  const stream = await upgraded('')
  const memory = new Set<ArrayBufferLike>()
  let count = 0
  readInPlace(stream, (bytes) => {
    memory.add(bytes.buffer)
    count += bytes.length
  })
  peer.write(Buffer.alloc(5_000_000))
  await vi.waitFor(() => expect(count).toBe(5_000_000))
  expect(memory.size).toBe(1)
})

it('stops while the stream is paused, and tells its end', async () => {
  const stream = await upgraded('')
  let count = 0
  readInPlace(stream, (bytes) => (count += bytes.length))
  const ended = new Promise((resolve) => stream.once('end', resolve))
  stream.pause()
  peer.write('later')
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(count).toBe(0)
  stream.resume()
  await vi.waitFor(() => expect(count).toBe(5))
  peer.end()
  await ended
})
