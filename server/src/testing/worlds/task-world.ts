import type { Command, CommandResult } from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { aLab, anAsset, FakeLabCatalog } from '../a-lab.ts'
import { aSandbox } from '../a-sandbox.ts'
import { FakeClock } from '../fakes/fake-clock.ts'
import { FakeSandboxEngine } from '../fakes/fake-sandbox-engine.ts'
import { MemoryLog } from '../fakes/memory-log.ts'
import {
  MemoryAttemptStore,
  MemoryEventLog,
  MemoryLeaseStore,
  MemorySandboxStore,
  MemoryTaskStore,
} from '../stores/index.ts'
import { AnswerTask } from '../../use-cases/task/answer-task.ts'
import { CheckTask } from '../../use-cases/task/check/check-task.ts'
import { EvaluateTasks } from '../../use-cases/task/check/evaluate-tasks.ts'
import { OpenHint } from '../../use-cases/task/open-hint.ts'
import { Presence } from '../../use-cases/task/presence.ts'
import { ProgressLedger } from '../../use-cases/task/progress-ledger.ts'
import { ReadTasks } from '../../use-cases/task/read-tasks.ts'
import { RunCheck } from '../../use-cases/task/check/run-check.ts'
import { SandboxChanges } from '../../use-cases/task/sandbox-changes.ts'
import { TaskContexts } from '../../use-cases/task/task-context.ts'
import { WatchTasks } from '../../use-cases/task/check/watch-tasks.ts'

const check = (name: string, every = '1s') => ({ run: `checks/${name}.sh`, every })
/** A lab with a task of each mode but survive. */
export const taskLab = aLab({
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

/** The task engine on fakes: one ready sandbox of `taskLab`, its judge running. Checks answer what `results` says. */
export const aTaskWorld = async () => {
  const clock = new FakeClock()
  const log = new MemoryLog()
  const engine = new FakeSandboxEngine()
  const sandboxes = new MemorySandboxStore()
  const tasks = new MemoryTaskStore()
  const events = new MemoryEventLog()
  const changes = new SandboxChanges()
  const presence = new Presence()
  const labs = new FakeLabCatalog(taskLab)
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
  const runCheck = new RunCheck(sandboxes, engine, ledger, events, clock, log, new SandboxSettings())
  const readTasks = new ReadTasks(labs, tasks, new MemoryAttemptStore(), clock)
  const leases = new MemoryLeaseStore()
  const aWatch = (serverId: string, over: Partial<SandboxSettings> = {}) => {
    const settings = new SandboxSettings({ ...over, serverId })
    return new WatchTasks(sandboxes, labs, tasks, leases, events, settings, presence, runCheck, clock, log)
  }
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
    watch: aWatch('server'),
    aWatch,
    kinds: async () => (await events.list(sandbox.id, 0, 100)).map(({ kind }) => kind),
    ran: () => commands.map(({ env }) => env?.['DOJO_TASK']),
    view: () => readTasks.execute(sandbox),
  }
}

export type TaskWorld = Awaited<ReturnType<typeof aTaskWorld>>
