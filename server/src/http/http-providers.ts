import type { Provider, Type } from '@nestjs/common'
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR } from '@nestjs/core'
import { AccessGuard } from './access/access-guard.ts'
import { AttemptLimit } from './access/attempt-limit.ts'
import { AttemptController } from './controllers/attempt-controller.ts'
import { ChaosController } from './controllers/chaos-controller.ts'
import { ClassroomController } from './controllers/classroom-controller.ts'
import { EvidenceController } from './controllers/evidence-controller.ts'
import { ExperimentController } from './controllers/experiment-controller.ts'
import { GraderController } from './controllers/grader-controller.ts'
import { LabController } from './controllers/lab-controller.ts'
import { PlatformController } from './controllers/platform-controller.ts'
import { SandboxController } from './controllers/sandbox-controller.ts'
import { SessionController } from './controllers/session-controller.ts'
import { TaskController } from './controllers/task-controller.ts'
import { TicketController } from './controllers/ticket-controller.ts'
import { InputValidation } from './endpoint/input-validation.ts'
import { ErrorFilter } from './errors/error-filter.ts'
import { MetricsPage } from './metrics/metrics-page.ts'
import { ServerMetrics } from './metrics/server-metrics.ts'
import { PreviewProxy } from './preview/preview-proxy.ts'

export const httpControllers: Type[] = [
  PlatformController,
  SessionController,
  LabController,
  SandboxController,
  TaskController,
  AttemptController,
  ChaosController,
  ExperimentController,
  EvidenceController,
  TicketController,
  ClassroomController,
  GraderController,
]

/** What the controllers need besides use cases and ports. */
export const httpProviders: Provider[] = [
  AttemptLimit,
  MetricsPage,
  ServerMetrics,
  PreviewProxy,
  { provide: APP_GUARD, useClass: AccessGuard },
  { provide: APP_INTERCEPTOR, useClass: InputValidation },
  { provide: APP_FILTER, useClass: ErrorFilter },
]
