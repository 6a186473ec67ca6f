import { Module, type DynamicModule } from '@nestjs/common'
import { Readiness } from './domain/ports/index.ts'
import { httpControllers } from './http/http-providers.ts'
import { coreProviders } from './wiring/core-providers.ts'
import { databaseProviders } from './wiring/database-providers.ts'
import { engineProviders } from './wiring/engine-providers.ts'
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
        ...engineProviders(foundation),
        ...coreProviders,
        { provide: Readiness, useClass: ServerReadiness },
        Lifecycle,
      ],
    }
  }
}
