import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt, Outcome } from '@noops-dojo/contracts'
import { pause, type Seat } from './seat.ts'

const answers = ['The other replica answered while Swarm started a new one']
const verdictWithinMs = 300_000
/** Who is told that an attempt does not count tries again. */
const triesPerTask = 3

/** What a room measures, in milliseconds, and how its attempts ended. */
export interface RoomRecord {
  readonly readyMs: number[]
  readonly echoMs: number[]
  readonly verdicts: { task: string; outcome: Outcome; reason: string }[]
}

/** A learner who knows the way through “Survive a crash”: repairs the shop, keeps the hands off, and answers. */
export class RoomLearner {
  readonly #seat: Seat
  readonly #record: RoomRecord

  constructor(seat: Seat, record: RoomRecord) {
    this.#seat = seat
    this.#record = record
  }

  /** The whole lab; gives whether all of its tasks are met. */
  async work(): Promise<boolean> {
    await pause(5_000, 20_000)
    await this.#type('docker service ls', 'shop-web')
    await this.#type('docker service update --restart-delay 1s web', 'converged')
    await this.#attempt('comes-back')
    await this.#type('docker service scale web=2', 'converged')
    await this.#seat.untilMet('two-replicas')
    await this.#attempt('nobody-notices')
    await this.#seat.visitor.call(`${this.#seat.path}/tasks/why/answer`, 'POST', { answers })
    const { tasks } = await this.#seat.read()
    return tasks.every(({ state }) => state === 'met')
  }

  async #type(line: string, sign: string): Promise<void> {
    await pause(2_000, 10_000)
    for (let key = 0; key < 5; key += 1) {
      this.#record.echoMs.push(await this.#seat.terminal.echo())
      await sleep(300)
    }
    await this.#seat.terminal.type(line, sign)
  }

  async #attempt(task: string): Promise<void> {
    for (let tries = 0; tries < triesPerTask; tries += 1) {
      await sleep(2_000)
      const path = `${this.#seat.path}/tasks/${task}/attempts`
      const { id } = await this.#seat.visitor.call<Attempt>(path, 'POST', {})
      const { outcome, reason } = await this.#verdict(id)
      this.#record.verdicts.push({ task, outcome, reason })
      if (outcome === 'met') return
    }
  }

  async #verdict(attemptId: string): Promise<NonNullable<Attempt['verdict']>> {
    for (const end = Date.now() + verdictWithinMs; Date.now() < end; await sleep(1_500)) {
      const { verdict } = await this.#seat.visitor.call<Attempt>(`${this.#seat.path}/attempts/${attemptId}`)
      if (verdict) return verdict
    }
    throw new Error(`attempt ${attemptId} has no verdict`)
  }
}
