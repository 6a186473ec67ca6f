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
   * doubled write counts, too, the whole time is waited: the second one may come late.
   */
  async count(signal: AbortSignal): Promise<WriteCount> {
    this.stop()
    await Promise.all(this.#underWay)
    const until = this.clock.now() + this.plan.settleMs
    let kept: ReadonlyMap<string, number> | undefined
    for (;;) {
      kept = (await this.#list()) ?? kept
      const isAllThere = kept !== undefined && this.#acknowledged.every((key) => kept?.has(key))
      const isOver = this.clock.now() >= until
      if (isOver || (isAllThere && !this.plan.isOnce)) break
      await this.clock.sleep(listPollMs, signal)
    }
    return countWrites(this.#sent, this.#acknowledged, kept)
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
