import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxView } from '@noops-dojo/contracts'
import type WebSocket from 'ws'
import type { LaunchedDojo } from '../../test/fixtures/launched-dojo.ts'
import { Visitor } from '../sandbox/visitor.ts'
import { TypedTerminal } from './typed-terminal.ts'

const promptWithinMs = 60_000

/** A pause of a person, between so many milliseconds. */
export const pause = (least: number, most: number): Promise<void> =>
  sleep(least + Math.random() * (most - least))

/** A learner in front of a ready sandbox: the page is open, and so is a terminal. */
export class Seat {
  readonly visitor: Visitor
  readonly terminal: TypedTerminal
  /** From asking for the sandbox until it was ready. */
  readonly readyMs: number
  readonly #sandboxId: string
  readonly #page: WebSocket

  private constructor(
    visitor: Visitor,
    sandboxId: string,
    parts: { page: WebSocket; terminal: TypedTerminal; readyMs: number },
  ) {
    this.visitor = visitor
    this.#sandboxId = sandboxId
    this.terminal = parts.terminal
    this.readyMs = parts.readyMs
    this.#page = parts.page
  }

  static async take(dojo: LaunchedDojo, nickname: string, lab: string): Promise<Seat> {
    const visitor = await Visitor.join(dojo, nickname)
    const askedAt = performance.now()
    const sandbox = await visitor.start(lab)
    await visitor.untilReady(sandbox)
    const { id } = sandbox
    const readyMs = performance.now() - askedAt
    const page = await visitor.open(id, { purpose: 'live' })
    const terminal = new TypedTerminal(await visitor.open(id, { purpose: 'terminal', terminal: 'main' }))
    const seat = new Seat(visitor, id, { page, terminal, readyMs })
    await terminal.until('❯', promptWithinMs)
    return seat
  }

  /** `/api/sandboxes/…` of this one. */
  get path(): string {
    return `/api/sandboxes/${this.#sandboxId}`
  }

  read(): Promise<SandboxView> {
    return this.visitor.call<SandboxView>(this.path)
  }

  /** Waits until the page would show the task as met; gives the milliseconds, or Infinity when it never did. */
  async untilMet(task: string, withinMs = 120_000): Promise<number> {
    const startedAt = performance.now()
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(1_000)) {
      const { tasks } = await this.read()
      if (tasks.some(({ id, state }) => id === task && state === 'met')) return performance.now() - startedAt
    }
    return Number.POSITIVE_INFINITY
  }

  /** Leaves, and gives the place in the dojo back. */
  async end(): Promise<void> {
    this.leave()
    await this.visitor.end(this.#sandboxId)
  }

  leave(): void {
    this.terminal.close()
    this.#page.terminate()
  }
}
