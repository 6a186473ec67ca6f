import { expect, describe, it } from 'vitest'
import { attemptWorld, verdictIn, type AttemptWorld } from '../../../testing/worlds/attempt-world.ts'

const survive = (expected: object) => ({
  ...{ id: 'survive', mode: 'survive', title: { en: 'It comes back' } },
  fault: { use: 'it', at: { between: ['1s', '2s'] } },
  expect: { recoverWithin: '40s', hold: '3s', horizon: '90s', ...expected },
})

/** Web hangs for 20 s; when it goes on, somebody said so to the engine. */
const hanging = async () => {
  const faults = { it: { use: 'container.pause', target: 'web', with: { for: '20s' } } }
  const world = await attemptWorld({ faults, tasks: [survive({})] })
  world.engine.add('web')
  const outage: [number, number] = [0, Number.POSITIVE_INFINITY]
  world.engine.onFault = (what) => {
    if (what === 'pause') world.gateway.outages.push(outage)
    if (what === 'pause') outage[0] = world.clock.now()
    if (what === 'unpause') outage[1] = world.clock.now()
  }
  return world
}

/** `docker stop` of a plain container takes `stopMs`; the helper starts it again at its deadline, as the real one does. */
const stopping = async (grace: string, stopMs: number, expected: object = {}) => {
  const faults = { it: { use: 'container.stop', target: 'web', with: { grace, for: '20s' } } }
  const world = await attemptWorld({ faults, tasks: [survive(expected)] })
  const { clock, engine, gateway } = world
  const target = engine.add('web') as { service: string | null; isRunning: boolean; containerId: string }
  const victims = [...engine.containers]
  target.service = null
  engine.victims = async () => victims.filter(({ isRunning }) => isRunning)
  const outage: [number, number] = [0, Number.POSITIVE_INFINITY]
  engine.stop = async () => {
    await clock.sleep(stopMs)
    outage[0] = clock.now()
    gateway.outages.push(outage)
    target.isRunning = false
  }
  const startedBy: string[] = []
  const start = (by: string) => {
    if (target.isRunning) return
    startedBy.push(by)
    target.isRunning = true
    outage[1] = clock.now()
  }
  engine.start = async () => start('server')
  const startHelper = engine.startHelper.bind(engine)
  engine.startHelper = async (spec) => {
    const at = Number(spec.argv[5]) * 1000
    void clock.sleep(at - clock.now()).then(() => engine.helpers.has(spec.faultRunId) && start('helper'))
    return startHelper(spec)
  }
  return { ...world, startedBy, start } as AttemptWorld & {
    startedBy: string[]
    start: (by: string) => void
  }
}

describe('what the platform ended', () => {
  it('was not healed by the system, also when somebody else lifted it before the attempt did', async () => {
    const world = await hanging()
    const pause = world.engine.pause.bind(world.engine)
    world.engine.pause = async (id) => {
      await pause(id)
      void world.clock.sleep(6_000).then(async () => {
        const [entry] = [...world.faults.rows.values()]
        if (entry) await world.server.runFault.lift(entry)
      })
    }
    const verdict = await verdictIn(world)
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'self-recovered-after-lift' })
    const [seen] = verdict.injections
    expect((seen?.liftedAt ?? 0) - (seen?.injectedAt ?? 0)).toBe(6_000)
  })

  it('was not healed by the system when the dead man’s switch came before the lift', async () => {
    const world = await stopping('5s', 25_000)
    const verdict = await verdictIn(world, 200)
    expect(world.startedBy).toEqual(['helper'])
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'platform-assisted' })
    const [run] = [...world.faults.rows.values()]
    expect(run?.state).toBe('reverted')
    expect(verdict.injections[0]?.liftedAt).toBe(run?.deadlineAt)
  })

  it('is ended by the server and not by its switch when a stop needs all of its grace', async () => {
    const world = await stopping('15s', 15_000)
    const verdict = await verdictIn(world, 200)
    expect(world.startedBy).toEqual(['server'])
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'platform-assisted' })
  })
})

describe('what the system undid', () => {
  it('before the end of the fault was healed by it, though the lift came later than that end', async () => {
    const world = await stopping('5s', 25_000, { hold: '20s' })
    const stop = world.engine.stop.bind(world.engine)
    world.engine.stop = async (id) => {
      await stop(id)
      void world.clock.sleep(5_000).then(() => world.start('system'))
    }
    const verdict = await verdictIn(world, 200)
    expect(world.startedBy).toEqual(['system'])
    expect(verdict).toMatchObject({ outcome: 'met', class: 'self-recovered-during' })
  })
})
