import { createSocket, type Socket } from 'node:dgram'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { resolveByDns } from './resolve-host.ts'

const open: Socket[] = []

/** The name that a query asks for (RFC 1035 §4.1.2: labels with their lengths, behind a head of 12 bytes). */
const nameIn = (query: Buffer): string => {
  const labels: string[] = []
  for (let at = 12; query[at]; at += (query[at] as number) + 1)
    labels.push(query.toString('latin1', at + 1, at + 1 + (query[at] as number)))
  return labels.join('.')
}

/** An answer of one A record, 10.0.0.7: the query without its additional part, its name referred to (§4.1.4). */
const answerTo = (query: Buffer): Buffer => {
  const question = query.subarray(0, query.indexOf(0, 12) + 5)
  const answer = Buffer.concat([question, Buffer.from([0xc0, 12, 0, 1, 0, 1, 0, 0, 0, 0, 0, 4, 10, 0, 0, 7])])
  answer.writeUInt16BE(0x8180, 2)
  answer.writeUInt16BE(1, 6)
  answer.writeUInt32BE(0, 8)
  return answer
}

/** A name server; `delayMs` tells how late it answers the n-th question for a name, or null for never. */
const serveNames = async (delayMs: (name: string, turn: number) => number | null): Promise<string> => {
  const socket = createSocket('udp4')
  open.push(socket)
  const turns = new Map<string, number>()
  socket.on('message', (query, { port, address }) => {
    const name = nameIn(query)
    const turn = (turns.get(name) ?? 0) + 1
    turns.set(name, turn)
    const delay = delayMs(name, turn)
    if (delay !== null) setTimeout(() => socket.send(answerTo(query), port, address), delay)
  })
  await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return `127.0.0.1:${(socket.address() as AddressInfo).port}`
}

afterEach(() => {
  for (const socket of open.splice(0)) socket.close()
})

describe('asking for an address', () => {
  it('takes addresses and localhost as they are', async () => {
    const resolve = resolveByDns(['127.0.0.1:1'])
    expect(await resolve('10.1.2.3', 100)).toBe('10.1.2.3')
    expect(await resolve('localhost', 100)).toBe('127.0.0.1')
  })

  it('waits for a slow answer as long as it was told, however quick those of others are', async () => {
    const resolve = resolveByDns([await serveNames((name) => (name === 'slow' ? 700 : 0))])
    for (let turn = 0; turn < 20; turn += 1) await resolve('web', 1_000)
    let isOver = false
    const slow = resolve('slow', 3_000).finally(() => (isOver = true))
    while (!isOver) {
      await resolve('web', 1_000)
      await sleep(20)
    }
    expect(await slow).toBe('10.0.0.7')
  })

  it('asks again within its time when a question was lost', async () => {
    const resolve = resolveByDns([await serveNames((_, turn) => (turn === 1 ? null : 0))])
    expect(await resolve('web', 4_000)).toBe('10.0.0.7')
  })
})
