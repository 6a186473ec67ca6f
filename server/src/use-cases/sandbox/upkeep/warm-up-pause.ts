import { Injectable } from '@nestjs/common'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'

const firstPauseMs = 60_000
const longestPauseMs = 3_600_000

interface Failures {
  readonly count: number
  readonly until: number
  /** What the last one said. */
  readonly said: string | null
}
type Warmed = Pick<Sandbox, 'id' | 'labId' | 'labDigest'>

const keyOf = ({ labId, labDigest }: Omit<Warmed, 'id'>): string => `${labId}@${labDigest}`

/**
 * Holds back warm sandboxes of a lab whose last ones failed: a minute, then twice as long each time. A lab that cannot be
 * set up would else keep the host busy for ever. A changed lab begins anew.
 */
@Injectable()
export class WarmUpPause {
  readonly #underWay = new Map<string, string>()
  readonly #failures = new Map<string, Failures>()

  begun(sandbox: Warmed): void {
    this.#underWay.set(sandbox.id, keyOf(sandbox))
  }

  isPaused(labId: string, labDigest: string, now: number): boolean {
    return (this.#failures.get(keyOf({ labId, labDigest }))?.until ?? 0) > now
  }

  /** Whether the last one that came to an end had failed: it may fail again. */
  hasFailed(labId: string, labDigest: string): boolean {
    return this.#failures.has(keyOf({ labId, labDigest }))
  }

  /** What the last one said that failed; null when it said nothing, undefined when the last one did not fail. */
  lastFailure(labId: string, labDigest: string): string | null | undefined {
    return this.#failures.get(keyOf({ labId, labDigest }))?.said
  }

  /** Takes in what became of those that were begun; `find`: a row by its id. Times are epoch ms. */
  async look(find: (id: string) => Promise<Sandbox | undefined>, now: number): Promise<void> {
    for (const [id, key] of this.#underWay) {
      const sandbox = await find(id)
      if (sandbox?.state === 'requested' || sandbox?.state === 'provisioning') continue
      this.#underWay.delete(id)
      if (sandbox?.state === 'failed') this.#fail(key, sandbox.failure, now)
      // One that was ended before it was ready says nothing of the others.
      else if (sandbox?.readyAt) this.#failures.delete(key)
    }
  }

  /** Those that were begun together fail together: that counts once. */
  #fail(key: string, said: string | null, now: number): void {
    const before = this.#failures.get(key)
    if (before !== undefined && before.until > now) return
    const count = (before?.count ?? 0) + 1
    const pauseMs = Math.min(longestPauseMs, firstPauseMs * 2 ** (count - 1))
    this.#failures.set(key, { count, until: now + pauseMs, said })
  }
}
