import { describe, expect, it, vi } from 'vitest'
import type { Command, CommandResult } from '../../domain/ports/index.ts'
import { aLab, anAsset, FakeLabCatalog } from '../../testing/a-lab.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { FakeClock } from '../../testing/fake-clock.ts'
import { FakeSandboxEngine } from '../../testing/fake-sandbox-engine.ts'
import { MemoryLog } from '../../testing/memory-log.ts'
import {
  MemoryAttemptStore,
  MemoryEventLog,
  MemorySandboxStore,
  MemoryTaskStore,
} from '../../testing/stores/index.ts'
import { AnswerTask } from './answer-task.ts'
import { CheckTask } from './check-task.ts'
import { EvaluateTasks } from './evaluate-tasks.ts'
import { OpenHint } from './open-hint.ts'
import { Presence } from './presence.ts'
import { ProgressLedger } from './progress-ledger.ts'
import { ReadTasks } from './read-tasks.ts'
import { RunCheck } from './run-check.ts'
import { SandboxChanges } from './sandbox-changes.ts'
import { TaskContexts } from './task-context.ts'
import { WatchTasks } from './watch-tasks.ts'

const check = (name: string, every = '1s') => ({ run: `checks/${name}.sh`, every })
const lab = aLab({
  spec: {
    params: { PORT: { int: [1, 9] }, VICTIM: { pick: ['web'], secret: true } },
    tasks: [
      { id: 'first', mode: 'once', title: { en: 'F' }, points: 20, check: check('first') },
      {
        id: 'second',
        mode: 'while',
        title: { en: 'S' },
        points: 30,
        check: check('second'),
        needs: ['first'],
      },
      { id: 'held', mode: 'hold', for: '3s', title: { en: 'H' }, points: 30, check: check('held') },
      {
        id: 'why',
        mode: 'quiz',
        title: { en: 'W' },
        points: 20,
        hints: [{ en: 'look', cost: 5 }],
        quiz: { ask: { en: '?' }, answer: [{ en: 'Swarm' }], distractors: [{ en: 'cron' }] },
      },
    ],
  },
  assets: [anAsset('checks/first.sh', 'exit 0'), anAsset('solution/solve.sh', 'true')],
})

const aWorld = async () => {
  const clock = new FakeClock()
  const log = new MemoryLog()
  const engine = new FakeSandboxEngine()
  const sandboxes = new MemorySandboxStore()
  const tasks = new MemoryTaskStore()
  const events = new MemoryEventLog()
  const changes = new SandboxChanges()
  const presence = new Presence()
  const labs = new FakeLabCatalog(lab)
  const sandbox = aSandbox({ params: { PORT: 7, VICTIM: 'web' } })
  await sandboxes.insert(sandbox)
  const spec = { sandboxId: sandbox.id, deadline: 1 } as Parameters<FakeSandboxEngine['createJudge']>[0]
  await engine.createNetwork(spec)
  await engine.createJudge(spec)

  const results: Record<string, Partial<CommandResult>> = {}
  const commands: Command[] = []
  engine.answer = (command) => {
    commands.push(command)
    return results[command.env?.['DOJO_TASK'] ?? ''] ?? { exitCode: 1 }
  }
  const ledger = new ProgressLedger(tasks, events, changes, clock)
  const contexts = new TaskContexts(sandboxes, labs, tasks)
  const runCheck = new RunCheck(engine, ledger, events, clock, log)
  const readTasks = new ReadTasks(labs, tasks, new MemoryAttemptStore(), clock)
  return {
    ...{
      clock,
      log,
      engine,
      sandboxes,
      tasks,
      events,
      changes,
      presence,
      sandbox,
      results,
      commands,
      runCheck,
    },
    checkTask: new CheckTask(contexts, runCheck, readTasks),
    answerTask: new AnswerTask(contexts, ledger, readTasks, clock),
    openHint: new OpenHint(contexts, ledger, readTasks, clock),
    evaluate: new EvaluateTasks(contexts, runCheck, clock),
    watch: new WatchTasks(sandboxes, labs, tasks, presence, runCheck, clock, log),
    kinds: async () => (await events.list(sandbox.id, 0, 100)).map(({ kind }) => kind),
    ran: () => commands.map(({ env }) => env?.['DOJO_TASK']),
    view: () => readTasks.execute(sandbox),
  }
}

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

describe('watching', () => {
  const seconds = async (world: Awaited<ReturnType<typeof aWorld>>, count: number) => {
    for (let i = 0; i < count * 4; i += 1) {
      await world.watch.turn()
      await world.clock.advance(250)
    }
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

  it('runs four checks at once at most and never one twice', async () => {
    const world = await aWorld()
    let most = 0
    let now = 0
    const release: (() => void)[] = []
    vi.spyOn(world.engine, 'run').mockImplementation(async () => {
      most = Math.max(most, ++now)
      await new Promise<void>((resolve) => release.push(resolve))
      now -= 1
      return { exitCode: 1, stdout: '', stderr: '', isTruncated: false, ms: 1 }
    })
    for (let i = 0; i < 6; i += 1) {
      const id = `sandbox10${i}`
      await world.sandboxes.insert(aSandbox({ id }))
      world.presence.enter(id)
    }
    await seconds(world, 3)
    expect(most).toBe(4)
    const before = release.length
    await seconds(world, 1)
    expect(release.length).toBe(before)
  })
})

describe('evaluate', () => {
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
