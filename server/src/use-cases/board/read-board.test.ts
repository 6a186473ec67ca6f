import { describe, expect, it, vi } from 'vitest'
import { aLab, FakeLabCatalog } from '../../testing/a-lab.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { FakeClock } from '../../testing/fakes/fake-clock.ts'
import { FakeProbeGateway } from '../../testing/fakes/fake-probe-gateway.ts'
import { MemoryClassroomStore, MemorySandboxStore, MemoryTaskStore } from '../../testing/stores/index.ts'
import { FindClassroom } from '../classroom/find-classroom.ts'
import { ReadBoard } from './read-board.ts'

/** A class whose learners each have a sandbox. */
const aClass = async (learners: number) => {
  const [classrooms, sandboxes, tasks] = [
    new MemoryClassroomStore(),
    new MemorySandboxStore(),
    new MemoryTaskStore(),
  ] as const
  const [gateway, clock] = [new FakeProbeGateway(), new FakeClock()]
  const labs = new FakeLabCatalog(
    aLab({ id: 'crash', spec: { probes: { web: { http: 'http://web:80/' } } } }),
  )
  await classrooms.insert({ id: 'class1', name: 'Dojo', code: 'ABCDEF', createdAt: 1, closedAt: null })
  for (let n = 0; n < learners; n += 1) {
    const id = `learner${n}`
    await classrooms.insertLearner({ id, nickname: id, locale: 'en', classroomId: 'class1', joinedAt: n })
    await sandboxes.insert(aSandbox({ id: `sandbox${n}`, labId: 'crash', learnerId: id }))
  }
  const board = new ReadBoard(
    ...([classrooms, new FindClassroom(classrooms), sandboxes, labs, tasks, gateway, clock] as const),
  )
  return { classrooms, sandboxes, tasks, gateway, clock, board }
}

/** Counts the calls of a port’s methods. */
const counted = (port: object): (() => number) => {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port)).filter(
    (name) => name !== 'constructor',
  )
  const spies = names
    .filter((name) => typeof (port as Record<string, unknown>)[name] === 'function')
    .map((name) => vi.spyOn(port as Record<string, () => unknown>, name))
  return () => spies.reduce((sum, { mock }) => sum + mock.calls.length, 0)
}

describe('the board of a class', () => {
  it('asks the database as often for thirty learners as for one', async () => {
    const asked = await Promise.all(
      [1, 30].map(async (learners) => {
        const { classrooms, sandboxes, tasks, board } = await aClass(learners)
        const counts = [classrooms, tasks].map(counted)
        const read = vi.spyOn(sandboxes, 'listPlacesOfClassroom')
        expect(await board.execute('class1')).toHaveLength(learners)
        return [...counts.map((count) => count()), read.mock.calls.length]
      }),
    )
    expect(asked[1]).toEqual(asked[0])
  })

  it('shows each learner the progress of their own sandbox', async () => {
    const { tasks, board } = await aClass(2)
    const [task] = aLab({ id: 'crash' }).file.spec.tasks
    const nothing = { key: null, observed: null, expected: null, heldSince: null, hintsOpened: [] }
    await tasks.save({
      ...{ sandboxId: 'sandbox1', taskId: task?.id ?? '', state: 'met', outcome: 'met' },
      ...{ share: 1, checkedAt: 2, metAt: 2, ...nothing },
    })
    expect((await board.execute('class1')).map(({ met }) => met)).toEqual([0, 1])
  })

  it('does not wait for a gateway that is away', async () => {
    const { gateway, board } = await aClass(2)
    gateway.isAway = true
    // As the real one does while its link is down: each call waits for it.
    const asked = vi.spyOn(gateway, 'samples').mockReturnValue(new Promise(() => undefined))
    expect(await board.execute('class1')).toMatchObject([{ samples: [] }, { samples: [] }])
    expect(asked).not.toHaveBeenCalled()
  })
})
