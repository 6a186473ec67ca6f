import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common'
import { Database, PrismaEventLog } from '../adapters/prisma/stores.ts'
import { EventLog, PlatformLog } from '../domain/ports/index.ts'
import { EnsureFirstClassroom } from '../use-cases/classroom/ensure-first-classroom.ts'
import { RunSandboxes } from '../use-cases/sandbox/upkeep/run-sandboxes.ts'

const stopWithinMs = 8_000

/** What begins when the server starts, and the order in which it ends: the work first, the database last. */
@Injectable()
export class Lifecycle implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly database: Database,
    private readonly events: EventLog,
    private readonly ensureFirstClassroom: EnsureFirstClassroom,
    private readonly runSandboxes: RunSandboxes,
    private readonly log: PlatformLog,
  ) {}

  onApplicationBootstrap(): void {
    this.database.whenReady(() => void this.begin())
    this.runSandboxes.start()
  }

  async onApplicationShutdown(): Promise<void> {
    // What is half done goes on after the next start; a command that hangs must not keep the server up.
    await Promise.race([
      this.runSandboxes.stop(),
      new Promise((resolve) => setTimeout(resolve, stopWithinMs).unref()),
    ])
    if (this.events instanceof PrismaEventLog) await this.events.stop()
    await this.database.stop()
  }

  private async begin(): Promise<void> {
    await this.ensureFirstClassroom
      .execute()
      .catch((error: unknown) => this.log.error('The first class was not made.', { error: String(error) }))
  }
}
