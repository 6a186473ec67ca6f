import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { ReadModeration } from './read-moderation.ts'

const piece = 32 * 1024
/** Reads a piece every 0.1 ms (330 MB/s) from `from` to `to`, each in a turn of its own. */
async function flood(moderation: ReadModeration, from: number, to: number): Promise<void> {
  for (let now = from; now < to; now += 0.1) {
    moderation.afterRead(piece, now)
    await nextTurn()
  }
}

function counted(): { rests: number; moderation: ReadModeration } {
  const count = { rests: 0, moderation: new ReadModeration(() => (count.rests += 1)) }
  return count
}

it('never rests while streams are quiet, however many pieces they give', async () => {
  const count = counted()
  for (let now = 0; now < 100; now += 1) {
    count.moderation.afterRead(piece, now)
    await nextTurn()
  }
  expect(count.rests).toBe(0)
})

it('rests after each read of a flood', async () => {
  const count = counted()
  await flood(count.moderation, 0, 6)
  const before = count.rests
  await flood(count.moderation, 6, 7.95)
  expect(count.rests - before).toBe(20)
})

it('rests once for all the streams that are read in one turn', async () => {
  const count = counted()
  await flood(count.moderation, 0, 6)
  const before = count.rests
  for (let stream = 0; stream < 30; stream += 1) count.moderation.afterRead(piece, 6)
  expect(count.rests - before).toBe(1)
})

it('rests no more once the flood is over', async () => {
  const count = counted()
  await flood(count.moderation, 0, 6)
  const before = count.rests
  count.moderation.afterRead(1, 20)
  await nextTurn()
  count.moderation.afterRead(1, 21)
  expect(count.rests - before).toBe(0)
})

it('lets the flood gather for a moment of the real clock', async () => {
  const moderation = new ReadModeration()
  await flood(moderation, 0, 6)
  const began = performance.now()
  moderation.afterRead(piece, 6)
  expect(performance.now() - began).toBeGreaterThan(0.05)
})
