import { Injectable } from '@nestjs/common'
import { Clock, LeaseStore, PlatformLog } from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'

const leaseMs = 30_000
const renewEveryMs = 10_000

/** Does work that only one server may do, while it holds a lease. */
@Injectable()
export class HoldLease {
  constructor(
    private readonly leases: LeaseStore,
    private readonly clock: Clock,
    private readonly settings: SandboxSettings,
    private readonly log: PlatformLog,
  ) {}

  /** Gives undefined at once when another server has the lease. It is renewed while `work` runs, released after. */
  async execute<T>(name: string, work: () => Promise<T>): Promise<T | undefined> {
    if (!(await this.take(name))) return undefined
    const stop = new AbortController()
    const renewing = this.renew(name, stop.signal)
    try {
      return await work()
    } finally {
      stop.abort()
      await renewing
      await this.leases.release(name, this.settings.serverId).catch(() => undefined)
    }
  }

  private take(name: string): Promise<boolean> {
    const now = this.clock.now()
    return this.leases.take(name, this.settings.serverId, now, now + leaseMs)
  }

  private async renew(name: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      try {
        await this.clock.sleep(renewEveryMs, signal)
      } catch {
        return
      }
      await this.take(name).catch((error: unknown) =>
        this.log.warn('a lease was not renewed', { name, error: String(error) }),
      )
    }
  }
}
