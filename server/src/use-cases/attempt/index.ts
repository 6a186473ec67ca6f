import { AttemptPhases } from './attempt-phases.ts'
import { AwaitTouches } from './await-touches.ts'
import { ConcludeAttempt } from './conclude-attempt.ts'
import { ObserveInjection } from './observe-injection.ts'
import { ReadAttempt } from './read-attempt.ts'
import { RecordEdges } from './record-edges.ts'
import { RecoverAttempts } from './recover-attempts.ts'
import { RunAttempt } from './run-attempt.ts'
import { StartAttempt } from './start-attempt.ts'

/** What app.module.ts provides of the survive attempts. */
export const attemptUseCases = [
  AttemptPhases,
  AwaitTouches,
  ConcludeAttempt,
  ObserveInjection,
  ReadAttempt,
  RecordEdges,
  RecoverAttempts,
  RunAttempt,
  StartAttempt,
]
