import { AnswerTask } from './answer-task.ts'
import { CheckTask } from './check/check-task.ts'
import { EvaluateTasks } from './check/evaluate-tasks.ts'
import { OpenHint } from './open-hint.ts'
import { Presence } from './presence.ts'
import { ProgressLedger } from './progress-ledger.ts'
import { ReadTasks } from './read-tasks.ts'
import { RecordVerdict } from './record-verdict.ts'
import { RunCheck } from './check/run-check.ts'
import { SandboxChanges } from './sandbox-changes.ts'
import { TaskContexts } from './task-context.ts'
import { WatchTasks } from './check/watch-tasks.ts'

/** What core-providers.ts provides of the task engine. */
export const taskProviders = [
  AnswerTask,
  CheckTask,
  EvaluateTasks,
  OpenHint,
  Presence,
  ProgressLedger,
  ReadTasks,
  RecordVerdict,
  RunCheck,
  SandboxChanges,
  TaskContexts,
  WatchTasks,
]
