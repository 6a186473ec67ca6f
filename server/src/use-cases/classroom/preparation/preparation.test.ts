import { beforeEach, describe, expect, it } from 'vitest'
import { aLab } from '../../../testing/a-lab.ts'
import type { ComposedSandboxes } from '../../../testing/worlds/compose-sandboxes.ts'
import { SandboxWorld } from '../../../testing/worlds/sandbox-world.ts'
import { FindLab } from '../../lab/find-lab.ts'
import { ReadLabReadiness } from '../../lab/lab-readiness.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { FindClassroom } from '../find-classroom.ts'
import { EndPreparation } from './end-preparation.ts'
import { PrepareSandboxes } from './prepare-sandboxes.ts'
import { ReadPreparation } from './read-preparation.ts'

const labId = 'crash'
const maxSandboxes = 6

/** A dojo with two labs: `other` always keeps two sandboxes warm. */
class Room {
  readonly world = new SandboxWorld(aLab({ id: 'other', spec: { warm: { pool: 2 } } }), aLab({ id: labId }))
  readonly server: ComposedSandboxes = this.world.server({ maxSandboxes })
  readonly read: ReadPreparation
  readonly prepare: PrepareSandboxes
  readonly end: EndPreparation

  constructor() {
    const { classrooms, sandboxes, labs, engine, clock } = this.world
    const find = new FindClassroom(classrooms)
    const settings = new SandboxSettings({ maxSandboxes })
    const readiness = new ReadLabReadiness(sandboxes, engine, clock)
    this.read = new ReadPreparation(
      ...([classrooms, find, sandboxes, labs, readiness, this.server.pause, settings, clock] as const),
    )
    this.prepare = new PrepareSandboxes(
      ...([
        classrooms,
        find,
        new FindLab(labs),
        engine,
        settings,
        clock,
        this.read,
        this.server.run,
      ] as const),
    )
    this.end = new EndPreparation(classrooms, find, this.server.run)
    this.server.run.start()
  }

  warm(lab: string): number {
    const rows = [...this.world.sandboxes.rows.values()]
    return rows.filter(({ labId: id, claim, state }) => id === lab && claim === 'warm' && state === 'ready')
      .length
  }

  until(holds: () => boolean | Promise<boolean>): Promise<boolean> {
    return this.world.until(holds, 90_000)
  }

  start(learnerId: string) {
    return this.server.start.execute({ labId, owner: 'learner', learnerId, classroomId: 'class1' })
  }
}

describe('a prepared class', () => {
  let room: Room

  beforeEach(async () => {
    room = new Room()
    const { classrooms } = room.world
    await classrooms.insert({ id: 'class1', name: 'Dojo', code: 'ABCDEF', createdAt: 1, closedAt: null })
    expect(await room.until(() => room.warm('other') === 2)).toBe(true)
  })

  it('has its sandboxes built before anybody comes', async () => {
    await room.prepare.execute('class1', { labId, count: 4 })
    expect(await room.until(() => room.warm(labId) === 4)).toBe(true)
    expect(await room.read.execute('class1')).toMatchObject({
      labId,
      count: 4,
      ready: 4,
      coming: 0,
      taken: 0,
    })
    expect(room.warm('other')).toBe(2)
  })

  it('hands them out at once and does not build them again', async () => {
    await room.prepare.execute('class1', { labId, count: 3 })
    await room.until(() => room.warm(labId) === 3)
    for (const learner of ['a', 'b']) expect((await room.start(learner)).state).toBe('ready')
    await room.world.clock.advance(60_000)
    expect(await room.read.execute('class1')).toMatchObject({ ready: 1, coming: 0, taken: 2 })
  })

  it('begins to build at once, and says what it cannot build', async () => {
    await room.prepare.execute('class1', { labId, count: 6 })
    await room.world.clock.advance(100)
    const { ready = 0, coming = 0, missing } = (await room.read.execute('class1')) ?? {}
    expect([ready + coming, missing]).toEqual([4, 2])
  })

  it('says that the host has no room for more', async () => {
    for (const learnerId of ['a', 'b', 'c', 'd'])
      await room.server.start.execute({ labId: 'other', owner: 'learner', learnerId, classroomId: 'class2' })
    await room.prepare.execute('class1', { labId, count: 6 })
    expect(await room.until(() => room.warm(labId) === 2)).toBe(true)
    expect(await room.read.execute('class1')).toMatchObject({ missing: 4, hindrance: 'host-full' })
  })

  it('says what the last sandbox said that could not be built', async () => {
    room.world.engine.createJudge = () => Promise.reject(new Error('no room for the judge'))
    await room.prepare.execute('class1', { labId, count: 2 })
    await room.until(async () => (await room.read.execute('class1'))?.hindrance === 'build-failed')
    const view = await room.read.execute('class1')
    expect(view).toMatchObject({ ready: 0, hindrance: 'build-failed' })
    expect(view?.failure).toContain('no room for the judge')
  })

  it('says that images are missing, or that the lab is gone', async () => {
    const { labs, engine } = room.world
    await room.prepare.execute('class1', { labId, count: 6 })
    await room.world.clock.advance(100)
    engine.images.clear()
    labs.labs.splice(1, 1, aLab({ id: labId, spec: { images: ['noops-dojo/gone:1.0'] } }))
    await room.world.clock.advance(6_000)
    expect(await room.read.execute('class1')).toMatchObject({ hindrance: 'images-missing' })
    labs.labs.splice(1, 1)
    expect(await room.read.execute('class1')).toMatchObject({ hindrance: 'lab-gone' })
  })

  it('shows a class only what is left by another that asked for the same lab earlier', async () => {
    const { classrooms, clock } = room.world
    await classrooms.insert({ id: 'class2', name: 'Later', code: 'GHJKLM', createdAt: 2, closedAt: null })
    await room.prepare.execute('class1', { labId, count: 3 })
    await clock.advance(10)
    await room.prepare.execute('class2', { labId, count: 2 })
    expect(await room.until(() => room.warm(labId) === 5)).toBe(true)
    expect(await room.read.execute('class1')).toMatchObject({ ready: 5, missing: 0 })
    expect(await room.read.execute('class2')).toMatchObject({ ready: 2, missing: 0 })
  })

  it('counts learners, not starts, and those who are in the lab already', async () => {
    const early = await room.start('early')
    await room.until(room.world.isState(early.id, 'ready'))
    await room.prepare.execute('class1', { labId, count: 3 })
    await room.until(() => room.warm(labId) === 2)
    const first = await room.start('again')
    await room.server.end.execute(first.id, { actor: 'learner', reason: 'done' })
    await room.until(room.world.isState(first.id, 'gone'))
    await room.start('again')
    expect(await room.until(() => room.warm(labId) === 1)).toBe(true)
    expect(await room.read.execute('class1')).toMatchObject({ taken: 2, ready: 1, missing: 0 })
  })

  it('counts a learner who came before a sandbox was ready', async () => {
    await room.prepare.execute('class1', { labId, count: 1 })
    const { id } = await room.start('a')
    await room.until(room.world.isState(id, 'ready'))
    await room.world.clock.advance(60_000)
    expect(await room.read.execute('class1')).toMatchObject({ taken: 1, ready: 0, coming: 0 })
  })

  it('gets the place of spares that nobody prepared when the host is full', async () => {
    await room.prepare.execute('class1', { labId, count: 6 })
    expect(await room.until(() => room.warm(labId) === 6)).toBe(true)
    expect(room.warm('other')).toBe(0)
  })

  it.each([
    ['is withdrawn', (one: Room) => one.end.execute('class1')],
    ['is closed', (one: Room) => one.world.classrooms.close('class1', one.world.clock.now())],
    ['was forgotten for hours', (one: Room) => one.world.clock.advance(4 * 3_600_000)],
  ])('leaves nothing behind when it %s', async (_why, happens) => {
    await room.prepare.execute('class1', { labId, count: 3 })
    await room.until(() => room.warm(labId) === 3)
    await happens(room)
    expect(await room.until(() => room.warm(labId) === 0)).toBe(true)
    expect(await room.read.execute('class1')).toBeNull()
    expect(await room.until(() => room.warm('other') === 2)).toBe(true)
  })

  it.each([
    ['a class that is not there', 'none', { labId, count: 1 }, 'NOT_FOUND', /classrooms/],
    ['a lab that is not there', 'class1', { labId: 'nope', count: 1 }, 'LAB_NOT_FOUND', /nope/],
    [
      'more than the host may run',
      'class1',
      { labId, count: 7 },
      'PREPARATION_IMPOSSIBLE',
      /6 sandboxes at most/,
    ],
  ])('is refused for %s', async (_what, classroomId, order, code, message) => {
    await expect(room.prepare.execute(classroomId, order)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message) as string,
    })
  })

  it('is refused for a class that is closed, and for a lab whose images are not here', async () => {
    room.world.engine.images.clear()
    room.world.labs.labs.push(aLab({ id: 'bare', spec: { images: ['noops-dojo/gone:1.0'] } }))
    await expect(room.prepare.execute('class1', { labId: 'bare', count: 1 })).rejects.toMatchObject({
      code: 'LAB_INVALID',
      message: expect.stringContaining('noops-dojo/gone:1.0') as string,
    })
    await room.world.classrooms.close('class1', 5)
    await expect(room.prepare.execute('class1', { labId, count: 1 })).rejects.toMatchObject({
      code: 'CLASSROOM_CLOSED',
    })
  })
})
