import { describe, expect, it } from 'vitest'
import { FakeClock } from '../../../testing/fakes/fake-clock.ts'
import { crashing, verdictIn } from '../../../testing/worlds/attempt-world.ts'
import { ClockSteps } from './clock-steps.ts'

describe('whether the clock was set', () => {
  it.each([600, -600, 20, -20, 3_600_000, -3_600_000])('is told of a step of %i ms, for good', (stepMs) => {
    const clock = new FakeClock()
    const steps = new ClockSteps(clock)
    clock.setBy(stepMs)
    expect(Math.abs(steps.look() - stepMs)).toBeLessThanOrEqual(1)
    expect(steps.look()).not.toBe(0)
  })

  it('is not told of time that passes, nor of a clock that is cut to whole milliseconds', async () => {
    const clock = new FakeClock()
    const cut = { now: () => Math.floor(clock.now()), monotonic: () => clock.monotonic() }
    const steps = new ClockSteps(cut)
    for (let look = 0; look < 1000; look += 1) {
      await clock.advance(0.37)
      expect(steps.look()).toBe(0)
    }
  })
})

describe('an attempt while the clock is set', () => {
  it.each([600, -600, 40, -40, 30_000, -30_000, 3_600_000, -3_600_000])(
    'is not judged after a step of %i ms in its outage, and ends at once',
    async (stepMs) => {
      const world = await crashing(1_500)
      const { onFault } = world.engine
      world.engine.onFault = (what, id) => {
        onFault(what, id)
        if (what === 'kill') void world.clock.sleep(700).then(() => world.clock.setBy(stepMs))
      }
      const verdict = await verdictIn(world, 30)
      expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'platform-error' })
      expect(world.log.lines).toContainEqual(
        expect.objectContaining({ message: 'an attempt could not be judged' }),
      )
    },
  )

  it.each([3_600_000, -3_600_000])(
    'brings no fault after a step of %i ms in its sealed wait',
    async (stepMs) => {
      const world = await crashing(1_500)
      void world.clock.sleep(4_000).then(() => world.clock.setBy(stepMs))
      const verdict = await verdictIn(world, 30)
      expect(verdict).toMatchObject({ outcome: 'inconclusive', reason: 'platform-error' })
      expect(world.faults.rows.size).toBe(0)
    },
  )

  it('is judged as ever when the clock is left alone', async () => {
    expect(await verdictIn(await crashing(1_500), 60)).toMatchObject({ outcome: 'met' })
  })
})
