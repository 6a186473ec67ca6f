import { Module, type DynamicModule } from '@nestjs/common'
import { Readiness } from './domain/ports/index.ts'
import { httpControllers, httpProviders } from './http/http-providers.ts'
import { liveProviders } from './live/live.module.ts'
import { LiveViews } from './live/live-views.ts'
import { terminalProviders } from './terminal/terminal.module.ts'
import { boardUseCases } from './use-cases/board/index.ts'
import { classroomUseCases } from './use-cases/classroom/index.ts'
import { evidenceUseCases } from './use-cases/evidence/index.ts'
import { labUseCases } from './use-cases/lab/index.ts'
import { sandboxUseCases } from './use-cases/sandbox/index.ts'
import { sessionUseCases } from './use-cases/session/index.ts'
import { submissionUseCases } from './use-cases/submission/index.ts'
import { taskProviders } from './use-cases/task/index.ts'
import { databaseProviders } from './wiring/database-providers.ts'
import { engineProviders } from './wiring/engine-providers.ts'
import { systemProviders, type Foundation } from './wiring/foundation.ts'
import { Lifecycle } from './wiring/lifecycle.ts'
import { ServedLiveViews } from './wiring/served-live-views.ts'
import { ServerReadiness } from './wiring/server-readiness.ts'

/** Every use case and the edge; what they stand on is added by the caller: adapters here, fakes in tests. */
export const coreProviders = [
  ...sessionUseCases,
  ...classroomUseCases,
  ...labUseCases,
  ...sandboxUseCases,
  ...taskProviders,
  ...submissionUseCases,
  ...evidenceUseCases,
  ...boardUseCases,
  ...terminalProviders,
  ...liveProviders,
  { provide: LiveViews, useClass: ServedLiveViews },
  ...httpProviders,
]

/** Wires every port to its adapter; the one place that knows both. */
@Module({})
export class AppModule {
  static with(foundation: Foundation): DynamicModule {
    return {
      module: AppModule,
      controllers: httpControllers,
      providers: [
        ...systemProviders(foundation),
        ...databaseProviders(foundation),
        ...engineProviders(foundation),
        ...coreProviders,
        { provide: Readiness, useClass: ServerReadiness },
        Lifecycle,
      ],
    }
  }
}
