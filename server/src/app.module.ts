import { Module, type DynamicModule } from '@nestjs/common'
import { Readiness } from './domain/ports/index.ts'
import { httpControllers, httpProviders } from './http/http-providers.ts'
import { classroomUseCases } from './use-cases/classroom/index.ts'
import { sessionUseCases } from './use-cases/session/index.ts'
import { databaseProviders } from './wiring/database-providers.ts'
import { systemProviders, type Foundation } from './wiring/foundation.ts'
import { Lifecycle } from './wiring/lifecycle.ts'
import { ServerReadiness } from './wiring/server-readiness.ts'

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
        ...sessionUseCases,
        ...classroomUseCases,
        ...httpProviders,
        { provide: Readiness, useClass: ServerReadiness },
        Lifecycle,
      ],
    }
  }
}
