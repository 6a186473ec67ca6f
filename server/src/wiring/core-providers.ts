import type { Provider } from '@nestjs/common'
import { httpProviders } from '../http/http-providers.ts'
import { liveProviders } from '../live/live.module.ts'
import { LiveViews } from '../live/live-views.ts'
import { terminalProviders } from '../terminal/terminal.module.ts'
import { attemptUseCases } from '../use-cases/attempt/index.ts'
import { boardUseCases } from '../use-cases/board/index.ts'
import { classroomUseCases } from '../use-cases/classroom/index.ts'
import { evidenceUseCases } from '../use-cases/evidence/index.ts'
import { faultUseCases } from '../use-cases/fault/index.ts'
import { labUseCases } from '../use-cases/lab/index.ts'
import { sandboxUseCases } from '../use-cases/sandbox/index.ts'
import { sessionUseCases } from '../use-cases/session/index.ts'
import { submissionUseCases } from '../use-cases/submission/index.ts'
import { taskProviders } from '../use-cases/task/index.ts'
import { topologyUseCases } from '../use-cases/topology/index.ts'
import { ServedLiveViews } from './served-live-views.ts'

/** Every use case and the edge; what they stand on is added by the caller: adapters here, fakes in tests. */
export const coreProviders: Provider[] = [
  ...sessionUseCases,
  ...classroomUseCases,
  ...labUseCases,
  ...sandboxUseCases,
  ...taskProviders,
  ...faultUseCases,
  ...attemptUseCases,
  ...submissionUseCases,
  ...evidenceUseCases,
  ...topologyUseCases,
  ...boardUseCases,
  ...terminalProviders,
  ...liveProviders,
  { provide: LiveViews, useClass: ServedLiveViews },
  ...httpProviders,
]
