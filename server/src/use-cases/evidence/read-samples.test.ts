import type { ProbeSample } from '@noops-dojo/contracts'
import { expect, it } from 'vitest'
import { FakeLabCatalog } from '../../testing/a-lab.ts'
import { crashing, verdictIn } from '../../testing/worlds/attempt-world.ts'
import { ReadSamples } from './read-samples.ts'

/** A sandbox with an attempt whose samples are kept. `read`: the window around it. */
const judged = async () => {
  const world = await crashing(800)
  const { from, to } = await verdictIn(world, 60)
  const { gateway, attempts, samples, clock, sandbox } = world
  const reader = new ReadSamples(new FakeLabCatalog(world.lab), gateway, attempts, samples, clock)
  const read = (start = from, end = to): Promise<ProbeSample[]> => reader.execute(sandbox, 'shop', start, end)
  return { ...world, from, to, read }
}

it('gives the kept samples of attempts while the gateway is away, from the last ten minutes, too', async () => {
  const { gateway, clock, from, to, read } = await judged()
  gateway.isAway = true
  const kept = await read()
  expect(kept.length).toBeGreaterThan(10)
  expect(kept.every(([at]) => at >= from && at <= to)).toBe(true)
  // Now one end of the window is older than what the gateway keeps.
  await clock.advance(600_000 - (clock.now() - from) + 1_000)
  expect(await read()).toEqual(kept)
})

it('says that the gateway is away when nothing of the window is kept', async () => {
  const { gateway, to, read } = await judged()
  gateway.isAway = true
  await expect(read(to + 20_000, to + 30_000)).rejects.toMatchObject({ code: 'GATEWAY_AWAY' })
})
