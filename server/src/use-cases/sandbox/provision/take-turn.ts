import { Injectable } from '@nestjs/common'
import { Clock, LeaseStore, RandomSource } from '../../../domain/ports/index.ts'

/** Longer than any work that is done in a turn; whoever dies in one holds up the others for this long. */
const turnMs = 10_000
const retryMs = 50

/** Does short work that nobody else may do at the same time, on whichever server: who comes second waits. */
@Injectable()
export class TakeTurn {
  constructor(
    private readonly leases: LeaseStore,
    private readonly random: RandomSource,
    private readonly clock: Clock,
  ) {}

  /** `name`: what is being kept apart. Rejects as `work` does, or with DATABASE_AWAY. */
  async execute<T>(name: string, work: () => Promise<T>): Promise<T> {
    const holder = this.random.rowId()
    for (;;) {
      const now = this.clock.now()
      if (await this.leases.take(name, holder, now, now + turnMs)) break
      await this.clock.sleep(retryMs)
    }
    try {
      return await work()
    } finally {
      await this.leases.release(name, holder)
    }
  }
}
