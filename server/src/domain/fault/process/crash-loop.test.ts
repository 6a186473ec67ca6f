import { expect, it } from 'vitest'
import { FakeClock } from '../../../testing/fakes/fake-clock.ts'
import { FakeFaultEngine } from '../../../testing/fakes/fake-fault-engine.ts'
import { crashLoop } from './crash-loop.ts'

const stage = async () => {
  const clock = new FakeClock()
  const engine = new FakeFaultEngine(clock)
  const container = engine.add('web')
  const order = {
    ...{ sandboxId: 's1', faultRunId: 'f1', target: 'web' },
    ...{ params: crashLoop.params.parse({}), deadlineAt: clock.now() + 30_000 },
  }
  const tools = { engine, clock }
  const { inverse } = await crashLoop.plan(tools, order, () => 0)
  return { clock, container, proof: crashLoop.prove(tools, order, inverse) }
}

it('waits for the engine to notice that a killed process is dead', async () => {
  const { clock, container, proof } = await stage()
  await clock.advance(1000)
  container.isRunning = false
  await clock.advance(1000)
  expect(await proof).toMatchObject({
    isEffective: true,
    evidence: {
      en: expect.stringContaining('is dead') as string,
      ja: expect.stringContaining('終了') as string,
    },
  })
})

it('says of a process that lives on that it still runs', async () => {
  const { clock, proof } = await stage()
  await clock.advance(10_000)
  expect(await proof).toMatchObject({
    isEffective: false,
    evidence: { en: expect.stringContaining('still runs') as string },
  })
})
