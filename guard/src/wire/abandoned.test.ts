import { connect, createServer, type Server } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { corpusPolicy, ownContainer } from '../corpus/fixtures.ts'
import { StubbedGuard } from '../corpus/stubbed-guard.ts'
import { spareConnections } from '../quota/places.ts'

let guard: StubbedGuard
let front: Server
/** Stops that the engine has begun and not answered. */
let hanging: number

/** An engine that takes as long to stop a container as its process likes: for ever. */
beforeEach(async () => {
  guard = await StubbedGuard.start()
  hanging = 0
  front = createServer((client) => {
    const engine = connect(join(guard.folder, 'engine.sock'))
    client.on('data', (bytes) => {
      if (bytes.includes('/stop?')) hanging++
      else engine.write(bytes)
    })
    engine.on('data', (bytes) => client.write(bytes))
    client.on('close', () => engine.destroy()).on('error', () => undefined)
    engine.on('close', () => client.destroy()).on('error', () => undefined)
  })
  const socket = join(guard.folder, 'front.sock')
  await new Promise<void>((resolve) => front.listen(socket, resolve))
  await guard.open(socket)
})
afterEach(async () => {
  await guard.stop()
  front.close()
})

/** Asks to stop a container for ever and goes away with an answer unread, which frees the connection at once. */
async function abandonStop(): Promise<void> {
  const socket = connect(guard.learnerSocket).on('error', () => undefined)
  socket.pause()
  const stop = `POST /v1.41/containers/${ownContainer.Id}/stop?t=-1 HTTP/1.1\r\nHost: d\r\n\r\n`
  socket.write(`GET /_ping HTTP/1.1\r\nHost: d\r\n\r\n${stop}`)
  await sleep(60)
  socket.destroy()
}

it('counts requests whose clients are gone until the engine has answered them', async () => {
  const most = corpusPolicy('').limits.streams + spareConnections
  const abandonMany = () => Promise.all(Array.from({ length: 20 }, abandonStop))
  for (let round = 0; round < 40 && hanging < most; round++) await abandonMany()
  await abandonMany()
  expect(hanging).toBe(most)
})
