import { expect, it } from 'vitest'
import { ReadBatch } from './read-batch.ts'

/** Reads `text` as the kernel would: into the space that is free. */
const read = (batch: ReadBatch, text: string, now: number): string | undefined => {
  const count = batch.space().write(text)
  return batch.read(count, now)?.toString()
}

/** More than a window's worth, so that the next window knows it is a flood. */
const flood = (batch: ReadBatch): void => {
  for (let now = 0; now < 6; now += 1) read(batch, 'x'.repeat(200_000), now)
  batch.take()
}

it('gives every piece of a quiet stream at once', () => {
  const batch = new ReadBatch()
  for (let now = 0; now < 100; now += 1) expect(read(batch, `key ${now}`, now)).toBe(`key ${now}`)
})

it('collects the small pieces of a flood, in order, until they are taken', () => {
  const batch = new ReadBatch()
  flood(batch)
  expect(read(batch, 'one ', 7)).toBeUndefined()
  expect(read(batch, 'two', 7)).toBeUndefined()
  expect(batch.take()?.toString()).toBe('one two')
  expect(batch.take()).toBeUndefined()
})

it('gives a batch that is large enough, and never runs out of room', () => {
  const batch = new ReadBatch()
  flood(batch)
  let given = 0
  for (let index = 0; index < 1_000; index += 1) {
    expect(batch.space().length).toBeGreaterThan(100_000)
    given += read(batch, 'x'.repeat(8_192), 7)?.length ?? 0
  }
  given += batch.take()?.length ?? 0
  expect(given).toBe(8_192_000)
})

it('is prompt again when the flood is over', () => {
  const batch = new ReadBatch()
  flood(batch)
  read(batch, 'last of it', 7)
  batch.take()
  expect(read(batch, 'a', 20)).toBe('a')
})
