import { ObserveAlert } from './alert/observe-alert.ts'
import { AttemptPhases } from './run/attempt-phases.ts'
import { AwaitTouches } from './run/await-touches.ts'
import { ConcludeAttempt } from './run/conclude-attempt.ts'
import { RunAblation } from './control/run-ablation.ts'
import { WatchQuiet } from './control/watch-quiet.ts'
import { JudgeFaults } from './experiment/judge-faults.ts'
import { ListAttempts } from './experiment/list-attempts.ts'
import { StartExperiment } from './experiment/start-experiment.ts'
import { LaunchAttempt } from './launch-attempt.ts'
import { ReadAttempt } from './read-attempt.ts'
import { RecordEdges } from './run/record-edges.ts'
import { RecoverAttempts } from './recover-attempts.ts'
import { RunAttempt } from './run/run-attempt.ts'
import { StartAttempt } from './start-attempt.ts'
import { InjectTogether } from './watch/inject-together.ts'
import { ObserveRound } from './watch/observe-round.ts'
import { WatchAttempt } from './watch/watch-attempt.ts'

/** What core-providers.ts provides of attempts and experiments. */
export const attemptUseCases = [
  AttemptPhases,
  AwaitTouches,
  ConcludeAttempt,
  InjectTogether,
  JudgeFaults,
  LaunchAttempt,
  ListAttempts,
  ObserveAlert,
  ObserveRound,
  ReadAttempt,
  RecordEdges,
  RecoverAttempts,
  RunAblation,
  RunAttempt,
  StartAttempt,
  StartExperiment,
  WatchAttempt,
  WatchQuiet,
]
