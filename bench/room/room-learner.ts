import { setTimeout as sleep } from 'node:timers/promises'
import type { Attempt, Outcome, SandboxView } from '@noops-dojo/contracts'
import type { LaunchedDojo } from '../../test/fixtures/launched-dojo.ts'
import { Visitor } from '../sandbox/visitor.ts'
import { TypedTerminal } from './typed-terminal.ts'

const lab = 'survive-a-crash'
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

const between = (least: number, most: number): Promise<void> => sleep(least + Math.random() * (most - least))

/** A learner who knows the way: joins, repairs the shop in the terminal, keeps the hands off, and answers. */
export class RoomLearner {
  readonly #visitor: Visitor
  readonly #record: RoomRecord
  #sandboxId = ''

  private constructor(visitor: Visitor, record: RoomRecord) {
    this.#visitor = visitor
    this.#record = record
  }

  static async join(dojo: LaunchedDojo, nickname: string, record: RoomRecord): Promise<RoomLearner> {
    return new RoomLearner(await Visitor.join(dojo, nickname), record)
  }

  /** The whole lab; gives whether all of its tasks are met. */
  async work(): Promise<boolean> {
    const askedAt = performance.now()
    const sandbox = await this.#visitor.start(lab)
    this.#sandboxId = sandbox.id
    await this.#visitor.untilReady(sandbox)
    this.#record.readyMs.push(performance.now() - askedAt)
    const page = await this.#visitor.open(sandbox.id, { purpose: 'live' })
    const terminal = new TypedTerminal(
      await this.#visitor.open(sandbox.id, { purpose: 'terminal', terminal: 'main' }),
    )
    try {
      await terminal.until('❯', 60_000)
      await between(5_000, 20_000)
      await this.#repair(terminal)
      const { tasks } = await this.#read()
      return tasks.every(({ state }) => state === 'met')
    } finally {
      terminal.close()
      page.terminate()
    }
  }

  async #repair(terminal: TypedTerminal): Promise<void> {
    await this.#type(terminal, 'docker service ls', 'shop-web')
    await this.#type(terminal, 'docker service update --restart-delay 1s web', 'converged')
    await this.#attempt('comes-back')
    await this.#type(terminal, 'docker service scale web=2', 'converged')
    await this.#untilMet('two-replicas')
    await this.#attempt('nobody-notices')
    await this.#visitor.call(`${this.#path}/tasks/why/answer`, 'POST', { answers })
  }

  async #type(terminal: TypedTerminal, line: string, sign: string): Promise<void> {
    await between(2_000, 10_000)
    for (let key = 0; key < 5; key += 1) {
      this.#record.echoMs.push(await terminal.echo())
      await sleep(300)
    }
    await terminal.type(line, sign)
  }

  async #attempt(task: string): Promise<void> {
    for (let tries = 0; tries < triesPerTask; tries += 1) {
      await sleep(2_000)
      const { id } = await this.#visitor.call<Attempt>(`${this.#path}/tasks/${task}/attempts`, 'POST', {})
      const { outcome, reason } = await this.#verdict(id)
      this.#record.verdicts.push({ task, outcome, reason })
      if (outcome === 'met') return
    }
  }

  async #verdict(attemptId: string): Promise<NonNullable<Attempt['verdict']>> {
    for (const end = Date.now() + verdictWithinMs; Date.now() < end; await sleep(1_500)) {
      const { verdict } = await this.#visitor.call<Attempt>(`${this.#path}/attempts/${attemptId}`)
      if (verdict) return verdict
    }
    throw new Error(`attempt ${attemptId} has no verdict`)
  }

  async #untilMet(task: string): Promise<void> {
    for (const end = Date.now() + 120_000; Date.now() < end; await sleep(1_000)) {
      const { tasks } = await this.#read()
      if (tasks.some(({ id, state }) => id === task && state === 'met')) return
    }
  }

  #read(): Promise<SandboxView> {
    return this.#visitor.call<SandboxView>(this.#path)
  }

  get #path(): string {
    return `/api/sandboxes/${this.#sandboxId}`
  }
}
