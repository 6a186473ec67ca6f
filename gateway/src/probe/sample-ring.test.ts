import { expect, it } from 'vitest'
import { SampleRing } from './sample-ring.ts'

it('gives the samples of a window in order, however late their answers came', () => {
  const ring = new SampleRing(10)
  ring.put(2, [200, 1, 5])
  ring.put(0, [0, 0, -1])
  ring.put(1, [100, 1, 900])
  expect(ring.window(0, 100)).toEqual([
    [0, 0, -1],
    [100, 1, 900],
  ])
})

it('takes what comes with earlier times after it was emptied', () => {
  const ring = new SampleRing(2)
  ring.put(0, [5000, 1, 1])
  ring.put(1, [5100, 1, 1])
  ring.clear()
  ring.put(2, [200, 0, -1])
  expect(ring.window(0, 10_000)).toEqual([[200, 0, -1]])
})

it('forgets the oldest lap and never lets it overwrite a newer one', () => {
  const ring = new SampleRing(2)
  ring.put(0, [0, 1, 1])
  ring.put(2, [200, 1, 1])
  ring.put(0, [0, 0, -1])
  expect(ring.window(0, 1000)).toEqual([[200, 1, 1]])
})
