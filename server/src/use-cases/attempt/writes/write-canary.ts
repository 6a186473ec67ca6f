import type { WriteCount } from '@noops-dojo/contracts'
import type { Clock, ProbeGateway } from '../../../domain/ports/index.ts'
import { countWrites, keptKeys, writeBody, writeKey } from '../../../domain/recovery/writes/write-keys.ts'
import type { WritesPlan } from '../plan/lab-parts.ts'

const listPollMs = 250
/** A list of some ten thousand keys. */
const listBytes = 4 * 1024 * 1024

/**
 * Sends writes while an attempt runs and counts afterwards which of the acknowledged ones were kept. Open-loop: a slow
 * answer does not delay the next write, and one without an answer is not acknowledged.
 */
export class WriteCanary {
  readonly #acknowledged: string[] = []
  readonly #underWay = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  #sent = 0

  /** `prefix`: what the keys of this attempt begin with, no other’s. */
  constructor(
    private readonly gateway: ProbeGateway,
    private readonly clock: Clock,
    private readonly plan: WritesPlan,
    private readonly prefix: string,
  ) {}

  /** Sends one write after the other until `count` or `stop`. */
  start(): void {
    void this.#run().catch(() => undefined)
  }

  stop(): void {
    this.#stop.abort(new Error('the writes are over'))
  }

  /**
   * Ends the writes and waits until every acknowledged one stands in the list, or the time to settle is over. Where a
   * doubled write counts, too, the whole time is waited: the second one may come late. What is missing in a list that
   * was asked for before the end may have come since, so only one asked for afterwards tells what was lost; when none
   * answers within one timeout, nothing is known.
   */
  async count(signal: AbortSignal): Promise<WriteCount> {
    this.stop()
    await Promise.all(this.#underWay)
    const { settleMs, timeoutMs, isOnce } = this.plan
    const until = this.clock.now() + settleMs
    for (;;) {
      const askedAt = this.clock.now()
      const kept = await this.#list()
      const isAllThere = kept !== undefined && this.#acknowledged.every((key) => kept.has(key))
      const isOver = askedAt >= until + (kept === undefined ? timeoutMs : 0)
      if (isOver || (isAllThere && !isOnce)) return countWrites(this.#sent, this.#acknowledged, kept)
      await this.clock.sleep(listPollMs, signal)
    }
  }

  async #run(): Promise<void> {
    let next = this.clock.now()
    while (!this.#stop.signal.aborted) {
      const write = this.#write(writeKey(this.prefix, (this.#sent += 1))).finally(() =>
        this.#underWay.delete(write),
      )
      this.#underWay.add(write)
      next += this.plan.everyMs
      await this.clock.sleep(Math.max(1, next - this.clock.now()), this.#stop.signal)
    }
  }

  async #write(key: string): Promise<void> {
    const answer = await this.gateway
      .check({
        url: this.plan.post,
        method: 'POST',
        body: writeBody(this.plan.body, key),
        headers: { 'idempotency-key': key },
        timeoutMs: this.plan.timeoutMs,
      })
      .catch(() => undefined)
    const status = answer?.status ?? 0
    if (status >= 200 && status < 300) this.#acknowledged.push(key)
  }

  async #list(): Promise<ReadonlyMap<string, number> | undefined> {
    const { list: url, timeoutMs } = this.plan
    const answer = await this.gateway.check({ url, timeoutMs, maxBytes: listBytes }).catch(() => undefined)
    return answer?.status === 200 ? keptKeys(answer.body, this.prefix) : undefined
  }
}
