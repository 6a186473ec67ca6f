import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { Database, PrismaEventLog } from '../adapters/prisma/stores.ts'
import { EventLog, PlatformLog } from '../domain/ports/index.ts'
import { EnsureFirstClassroom } from '../use-cases/classroom/ensure-first-classroom.ts'

/** What begins when the server starts, and the order in which it ends. */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly ensureFirstClassroom: EnsureFirstClassroom,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    this.database.whenReady(() => void this.begin())
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.events instanceof PrismaEventLog) await this.events.stop()
    await this.database.stop()
  }

  private async begin(): Promise<void> {
    await this.ensureFirstClassroom
      .execute()
      .catch((error: unknown) => this.log.error('The first class was not made.', { error: String(error) }))
  }
}
