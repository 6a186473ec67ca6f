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

  /**
   * Gives undefined at once when another server has the lease. It is renewed while `work` runs, released after. The signal
   * that `work` gets aborts when another server has taken it, as it may when this one stood still for long.
   */
  async execute<T>(name: string, work: (lost: AbortSignal) => Promise<T>): Promise<T | undefined> {
    if (!(await this.take(name))) return undefined
    const stop = new AbortController()
    const lost = new AbortController()
    const renewing = this.renew(name, stop.signal, lost)
    try {
      return await work(lost.signal)
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

  private async renew(name: string, signal: AbortSignal, lost: AbortController): Promise<void> {
    while (!lost.signal.aborted) {
      try {
        await this.clock.sleep(renewEveryMs, signal)
      } catch {
        return
      }
      if (await this.renewOnce(name)) continue
      this.log.warn('a lease was lost to another server', { name })
      lost.abort()
    }
  }

  /** False: another server has it. A database that is away says nothing about that. */
  private async renewOnce(name: string): Promise<boolean> {
    try {
      return await this.take(name)
    } catch (error) {
      this.log.warn('a lease was not renewed', { name, error: String(error) })
      return true
    }
  }
}
