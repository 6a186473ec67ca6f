import { describe, expect, it, vi } from 'vitest'
import type { CommandResult } from '../../domain/ports/index.ts'
import { aTaskWorld as aWorld, taskLab as lab } from '../../testing/worlds/task-world.ts'

describe('a check', () => {
  it('runs in the judge with every parameter, the secret ones too', async () => {
    const world = await aWorld()
    await world.checkTask.execute(world.sandbox.id, 'first')
    expect(world.engine.sandboxes.get(world.sandbox.id)?.commands[0]).toMatch(/^judge: bash -c/)
    expect(world.commands[0]?.env).toMatchObject({ PORT: '7', VICTIM: 'web', DOJO_TASK: 'first' })
    expect(world.commands[0]?.argv.slice(-2)).toEqual(['/opt/dojo/lab/checks/first.sh', '10.000'])
  })

  it('latches the task, tells it once, and opens what needs it', async () => {
    const world = await aWorld()
    await expect(world.checkTask.execute(world.sandbox.id, 'second')).rejects.toMatchObject({
      code: 'TASK_LOCKED',
    })
    world.results['first'] = { exitCode: 0 }
    expect(await world.checkTask.execute(world.sandbox.id, 'first')).toMatchObject({
      state: 'met',
      earned: 20,
    })
    expect(await world.kinds()).toEqual(['check.result', 'task.state'])
    await world.checkTask.execute(world.sandbox.id, 'first')
    expect(world.commands).toHaveLength(1)
    expect((await world.checkTask.execute(world.sandbox.id, 'second')).state).toBe('unmet')
  })

  it('says what the check said, never its raw output', async () => {
    const world = await aWorld()
    world.results['first'] = { exitCode: 1, stdout: '{"key":"one-replica","observed":"1"}', stderr: 'SECRET' }
    const view = await world.checkTask.execute(world.sandbox.id, 'first')
    expect(view).toMatchObject({ state: 'unmet', key: 'one-replica', observed: '1' })
    expect(JSON.stringify([view, await world.events.list(world.sandbox.id, 0, 10)])).not.toContain('SECRET')
  })

  it.each([
    ['prints garbage', { exitCode: 0, stdout: 'garbage' }],
    ['hangs', { exitCode: null }],
    ['crashes', { exitCode: 2 }],
  ])('that %s is inconclusive, with one notice and one line in the log', async (_, result) => {
    const world = await aWorld()
    world.results['first'] = result
    await world.checkTask.execute(world.sandbox.id, 'first')
    expect((await world.checkTask.execute(world.sandbox.id, 'first')).state).toBe('inconclusive')
    expect((await world.kinds()).filter((kind) => kind === 'platform.notice')).toHaveLength(1)
    expect(world.log.lines).toHaveLength(1)
    world.results['first'] = { exitCode: 0 }
    expect((await world.checkTask.execute(world.sandbox.id, 'first')).state).toBe('met')
  })

  it('says nothing about a task once its sandbox was ended under it', async () => {
    const world = await aWorld()
    await world.checkTask.execute(world.sandbox.id, 'first')
    vi.spyOn(world.engine, 'run').mockImplementation(async () => {
      await world.sandboxes.change(world.sandbox.id, 'any', { state: 'terminating' })
      throw new Error('no such container')
    })
    expect((await world.checkTask.execute(world.sandbox.id, 'first')).state).toBe('unmet')
    expect(await world.kinds()).not.toContain('platform.notice')
    expect(world.log.lines).toEqual([])
  })

  it('is inconclusive while the engine is away', async () => {
    const world = await aWorld()
    world.engine.isAway = true
    expect((await world.checkTask.execute(world.sandbox.id, 'first')).state).toBe('inconclusive')
  })

  it('brings the scripts to a judge that lost them, without the solution', async () => {
    const world = await aWorld()
    world.results['first'] = { exitCode: 97 }
    await world.checkTask.execute(world.sandbox.id, 'first')
    const files = [...(world.engine.sandboxes.get(world.sandbox.id)?.files.keys() ?? [])]
    expect(files).toEqual(['judge:/opt/dojo/lab/checks/first.sh'])
    expect(world.commands).toHaveLength(2)
  })

  it('that is asked for twice at once runs once', async () => {
    const world = await aWorld()
    await Promise.all([1, 2, 3].map(() => world.checkTask.execute(world.sandbox.id, 'first')))
    expect(world.commands).toHaveLength(1)
  })
})

describe('evaluate', () => {
  it('does not take the word of a check that began before', async () => {
    const world = await aWorld()
    const finish: ((result: Partial<CommandResult>) => void)[] = []
    vi.spyOn(world.engine, 'run').mockImplementation(async () => {
      const result = await new Promise<Partial<CommandResult>>((resolve) => finish.push(resolve))
      return { exitCode: 0, stdout: '', stderr: '', isTruncated: false, ms: 1, ...result }
    })
    const early = world.runCheck.execute(world.sandbox, lab, lab.file.spec.tasks[0] as never)
    const asked = world.checkTask.execute(world.sandbox.id, 'first')
    await vi.waitFor(() => expect(finish).toHaveLength(1))
    finish[0]?.({ exitCode: 1 })
    expect((await early).state).toBe('unmet')
    await vi.waitFor(() => expect(finish).toHaveLength(2))
    finish[1]?.({ exitCode: 0 })
    expect((await asked).state).toBe('met')
  })

  it('runs each open check and those that become open on the way', async () => {
    const world = await aWorld()
    world.results['first'] = { exitCode: 0 }
    world.results['second'] = { exitCode: 0 }
    await world.evaluate.execute(world.sandbox.id)
    expect(world.ran()).toEqual(['first', 'second', 'held'])
  })

  it('waits for a hold that has begun', async () => {
    const world = await aWorld()
    world.results['held'] = { exitCode: 0 }
    const done = world.evaluate.execute(world.sandbox.id)
    await world.clock.advance(5_000)
    await done
    expect((await world.view()).tasks[2]?.state).toBe('met')
  })

  it('does not wait for a hold of a sandbox that ends meanwhile', async () => {
    const world = await aWorld()
    world.results['held'] = { exitCode: 0 }
    const done = world.evaluate.execute(world.sandbox.id)
    const refused = expect(done).rejects.toMatchObject({ code: 'SANDBOX_NOT_READY' })
    await world.clock.advance(1_000)
    await world.sandboxes.change(world.sandbox.id, 'any', { state: 'terminating' })
    vi.spyOn(world.engine, 'run').mockRejectedValue(new Error('no such container'))
    await world.clock.advance(5_000)
    await refused
  })
})

describe('quiz and hints', () => {
  it('judges an answer and refuses one that is no choice', async () => {
    const world = await aWorld()
    const answer = (text: string) => world.answerTask.execute(world.sandbox.id, 'why', [text])
    await expect(answer('<script>')).rejects.toMatchObject({ code: 'BAD_REQUEST' })
    expect((await answer('cron')).state).toBe('unmet')
    expect((await answer('Swarm')).state).toBe('met')
    await expect(world.checkTask.execute(world.sandbox.id, 'why')).rejects.toMatchObject({
      code: 'TASK_WRONG_MODE',
    })
  })

  it('subtracts a hint once, however often it is opened, and logs it once', async () => {
    const world = await aWorld()
    const open = (index: number) => world.openHint.execute(world.sandbox.id, 'why', index)
    await Promise.all([open(0), open(0)])
    expect((await open(0)).hint).toEqual({ en: 'look' })
    await expect(open(1)).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await world.answerTask.execute(world.sandbox.id, 'why', ['Swarm'])
    expect((await world.view()).tasks[3]).toMatchObject({ earned: 15, hintsOpened: 1 })
    expect((await world.kinds()).filter((kind) => kind === 'hint.opened')).toHaveLength(1)
  })

  it('keeps a hint that is opened while a check runs', async () => {
    const world = await aWorld()
    await Promise.all([
      world.checkTask.execute(world.sandbox.id, 'first'),
      world.openHint.execute(world.sandbox.id, 'why', 0),
      world.answerTask.execute(world.sandbox.id, 'why', ['cron']),
    ])
    expect((await world.tasks.find(world.sandbox.id, 'why'))?.hintsOpened).toEqual([0])
  })
})
