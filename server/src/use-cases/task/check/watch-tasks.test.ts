import { describe, expect, it, vi } from 'vitest'
import { aSandbox } from '../../../testing/a-sandbox.ts'
import { aTaskWorld as aWorld, type TaskWorld } from '../../../testing/worlds/task-world.ts'

describe('watching', () => {
  const seconds = async (world: TaskWorld, count: number, watch = world.watch) => {
    for (let i = 0; i < count * 4; i += 1) {
      await watch.turn()
      await world.clock.advance(250)
    }
  }
  const unmet = (ms: number) => ({ exitCode: 1, stdout: '', stderr: '', isTruncated: false, ms })
  /** Lets each check take so long; gives the sandboxes and tasks of those that ran. */
  const slowChecks = (world: TaskWorld, msOf: (sandboxId: string) => number) => {
    const ran: { id: string; task: string | undefined }[] = []
    vi.spyOn(world.engine, 'run').mockImplementation(async (id, _role, command) => {
      ran.push({ id, task: command.env?.['DOJO_TASK'] })
      await world.clock.sleep(msOf(id))
      return unmet(msOf(id))
    })
    return ran
  }
  /** So many more sandboxes that somebody looks at; gives their ids. */
  const crowd = async (world: TaskWorld, count: number) => {
    const ids = Array.from({ length: count }, (_, index) => `crowded0${10 + index}`)
    for (const id of ids) {
      await world.sandboxes.insert(aSandbox({ id }))
      world.presence.enter(id)
    }
    return ids
  }

  it('checks open tasks once a second while somebody looks, and not otherwise', async () => {
    const world = await aWorld()
    await seconds(world, 2)
    expect(world.ran()).toEqual([])
    const leave = world.presence.enter(world.sandbox.id)
    await seconds(world, 3)
    leave()
    const count = world.ran().length
    expect(new Set(world.ran())).toEqual(new Set(['first', 'held']))
    expect(count).toBeGreaterThanOrEqual(4)
    expect(count).toBeLessThanOrEqual(8)
    await seconds(world, 1)
    await seconds(world, 2)
    expect(world.ran().length).toBeLessThanOrEqual(count + 2)
  })

  it('stops when a task is met once and goes on with one that must stay true', async () => {
    const world = await aWorld()
    world.presence.enter(world.sandbox.id)
    for (const id of ['first', 'second', 'held']) world.results[id] = { exitCode: 0 }
    await seconds(world, 8)
    const { tasks, score } = await world.view()
    expect(tasks.map(({ state }) => state)).toEqual(['met', 'met', 'met', 'unmet'])
    expect(score).toEqual({ earned: 80, max: 100, passed: true })
    expect(world.ran().filter((id) => id === 'first')).toHaveLength(1)
    expect(world.ran().filter((id) => id === 'second').length).toBeGreaterThan(4)
    world.results['second'] = { exitCode: 1 }
    await seconds(world, 2)
    expect((await world.view()).tasks[1]?.state).toBe('regressed')
  })

  it('watches a graded sandbox without a viewer', async () => {
    const world = await aWorld()
    await world.sandboxes.change(world.sandbox.id, 'any', { owner: 'grader' })
    await seconds(world, 2)
    expect(world.ran()).toContain('first')
  })

  it('slows down where nothing happens, and is quick again when something does', async () => {
    const world = await aWorld()
    world.presence.enter(world.sandbox.id)
    await seconds(world, 25)
    const before = world.ran().filter((id) => id === 'first').length
    await seconds(world, 20)
    const quiet = world.ran().filter((id) => id === 'first').length - before
    expect(quiet).toBeLessThanOrEqual(5)
    const touch = { sandboxId: world.sandbox.id, at: world.clock.now(), actor: 'learner', data: {} } as const
    await world.events.append([{ ...touch, kind: 'touch.terminal' }])
    await seconds(world, 4)
    const stirred = world.ran().filter((id) => id === 'first').length - before - quiet
    expect(stirred).toBeGreaterThanOrEqual(3)
  })

  it('asks ever less often where nothing goes on for minutes', async () => {
    const world = await aWorld()
    world.presence.enter(world.sandbox.id)
    await seconds(world, 200)
    const before = world.ran().filter((id) => id === 'first').length
    await seconds(world, 120)
    const quiet = world.ran().filter((id) => id === 'first').length - before
    expect(quiet).toBeGreaterThanOrEqual(3)
    expect(quiet).toBeLessThanOrEqual(5)
  })

  it('takes two thirds of its lanes’ time at most, and comes round to every sandbox and task', async () => {
    const world = await aWorld()
    const ran = slowChecks(world, () => 500)
    const ids = await crowd(world, 12)
    await seconds(world, 12)
    // Four lanes, of which each is free every 750 ms, and some turns until that is noticed.
    expect(ran.length).toBeLessThanOrEqual((4 * 12) / 0.75)
    expect(ran.length).toBeGreaterThanOrEqual(4 * 6)
    for (const id of ids) for (const task of ['first', 'held']) expect(ran).toContainEqual({ id, task })
  })

  it('never keeps a graded sandbox waiting for the learners’ turn', async () => {
    const world = await aWorld()
    await world.sandboxes.change(world.sandbox.id, 'any', { owner: 'grader' })
    const ran = slowChecks(world, (id) => (id === world.sandbox.id ? 100 : 2_000))
    await crowd(world, 2)
    await seconds(world, 10, world.aWatch('server', { checksAtOnce: 1 }))
    expect(ran.filter(({ id }) => id === world.sandbox.id).length).toBeGreaterThanOrEqual(16)
    expect(ran.filter(({ id }) => id !== world.sandbox.id).length).toBeLessThanOrEqual(4)
  })

  it('comes to a sandbox first in which somebody just did something', async () => {
    const world = await aWorld()
    const ran = slowChecks(world, () => 500)
    const ids = await crowd(world, 40)
    // All have been asked once.
    await seconds(world, 20)
    const [busy = '', idle = '', attempting = ''] = [ids[7], ids[8], ids[9]]
    const happens = (sandboxId: string, kind: 'touch.terminal' | 'attempt.phase') =>
      world.events.append([{ sandboxId, kind, at: world.clock.now(), actor: 'learner', data: {} }])
    await happens(busy, 'touch.terminal')
    await happens(attempting, 'touch.terminal')
    await happens(attempting, 'attempt.phase')
    const before = ran.length
    await seconds(world, 5)
    const count = (wanted: string) => ran.slice(before).filter(({ id }) => id === wanted).length
    expect(count(busy)).toBeGreaterThanOrEqual(2 * count(idle))
    expect(count(busy)).toBeGreaterThanOrEqual(2 * count(attempting))
  })

  it('lets one of two servers check', async () => {
    const world = await aWorld()
    world.presence.enter(world.sandbox.id)
    const other = world.aWatch('other')
    await seconds(world, 1)
    const before = world.ran().length
    await seconds(world, 2, other)
    expect(world.ran().length).toBe(before)
  })

  it('lets the other of two servers check at once when nobody looks through the first any more', async () => {
    const world = await aWorld()
    const leave = world.presence.enter(world.sandbox.id)
    await seconds(world, 2)
    leave()
    await seconds(world, 2)
    world.presence.enter(world.sandbox.id)
    const before = world.ran().length
    await seconds(world, 2, world.aWatch('other'))
    expect(world.ran().length).toBeGreaterThan(before)
  })

  it('tells a problem of a check once while its sandbox lives, and remembers nothing of it after', async () => {
    const world = await aWorld()
    const broken = () => world.log.lines.filter(({ message }) => message === 'a check did not work').length
    vi.spyOn(world.engine, 'run').mockRejectedValue(new Error('no judge'))
    world.presence.enter(world.sandbox.id)
    await seconds(world, 5)
    expect(broken()).toBe(2)
    await world.sandboxes.change(world.sandbox.id, 'any', { state: 'gone' })
    await seconds(world, 2)
    await world.sandboxes.change(world.sandbox.id, 'any', { state: 'ready' })
    await seconds(world, 5)
    expect(broken()).toBe(4)
  })

  it('runs four checks at once at most and never one twice', async () => {
    const world = await aWorld()
    let most = 0
    let now = 0
    const release: (() => void)[] = []
    vi.spyOn(world.engine, 'run').mockImplementation(async () => {
      most = Math.max(most, ++now)
      await new Promise<void>((resolve) => release.push(resolve))
      now -= 1
      return unmet(1)
    })
    await crowd(world, 6)
    await seconds(world, 3)
    expect(most).toBe(4)
    const before = release.length
    await seconds(world, 1)
    expect(release.length).toBe(before)
  })
})
