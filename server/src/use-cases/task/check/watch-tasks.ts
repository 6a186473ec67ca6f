import { Injectable } from '@nestjs/common'
import { durationMs } from '@noops-dojo/contracts'
import type { Lab } from '../../../domain/lab/lab.ts'
import {
  Clock,
  EventLog,
  LabCatalog,
  LeaseStore,
  PlatformLog,
  SandboxStore,
  TaskStore,
} from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../../domain/sandbox/sandbox.ts'
import { isUsable } from '../../../domain/sandbox/sandbox-state.ts'
import { isLatched, isScripted, type ScriptedTask } from '../../../domain/task/judge-check.ts'
import type { TaskProgress } from '../../../domain/task/task-progress.ts'
import { isLocked } from '../../../domain/task/task-views.ts'
import { CheckPace } from './check-pace.ts'
import { CheckRounds } from './check-rounds.ts'
import { Presence } from '../presence.ts'
import { RunCheck } from './run-check.ts'
import { Stirrings } from './stirrings.ts'

const turnMs = 250
/** How long the list of sandboxes may be old. */
const listMs = 1_000
/** Two servers with viewers of the same sandbox: one of them checks. */
const leaseMs = 10_000
/**
 * A sandbox is checked again when the time that nothing happened in it has grown by a third: what a command leads to, it
 * mostly leads to soon, and the answer of a check can hardly change where nothing happens.
 */
const quietShare = 1 / 3
const longestQuietEveryMs = 30_000
/**
 * Where a person did something a moment ago, somebody waits for the answer; a hold that nobody looks at is broken. There
 * each second of waiting counts so often.
 */
const awaitedWeight = 5
const justTouchedMs = 30_000

const tasksLease = (sandboxId: string): string => `tasks:${sandboxId}`
const isHolding = ({ heldSince, state }: TaskProgress): boolean => heldSince !== null && state !== 'met'

/**
 * Runs the checks of open tasks again and again, while somebody looks at the sandbox or it is graded. Nothing is
 * kept but when each check began; after a restart all are due at once.
 */
@Injectable()
export class WatchTasks {
  #timer: NodeJS.Timeout | undefined
  #watched: Sandbox[] = []
  #listedAt = Number.NEGATIVE_INFINITY
  #isTurning = false
  #isAwayKnown = false
  readonly #rounds = new CheckRounds()
  readonly #leasedUntil = new Map<string, number>()
  readonly #stirrings: Stirrings
  readonly #pace: CheckPace

  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly tasks: TaskStore,
    private readonly leases: LeaseStore,
    events: EventLog,
    private readonly settings: SandboxSettings,
    private readonly presence: Presence,
    private readonly runCheck: RunCheck,
    private readonly clock: Clock,
    private readonly log: PlatformLog,
  ) {
    this.#stirrings = new Stirrings(events, () => clock.now())
    this.#pace = new CheckPace(settings.checksAtOnce, () => clock.now())
  }

  onApplicationBootstrap(): void {
    this.#timer = setInterval(() => void this.turn(), turnMs)
  }

  onModuleDestroy(): void {
    clearInterval(this.#timer)
    this.#stirrings.follow([])
  }

  /** Starts the checks that are due, the longest waiting first, as far as the pace allows; does not wait for them. */
  async turn(): Promise<void> {
    if (this.#isTurning) return
    this.#isTurning = true
    try {
      const waiting = (await this.#list()).toSorted((one, other) => this.#urgency(other) - this.#urgency(one))
      for (const sandbox of waiting) if (this.#mayBegin(sandbox)) await this.#watch(sandbox)
      this.#isAwayKnown = false
    } catch (error) {
      if (!this.#isAwayKnown) this.log.warn('tasks are not watched', { error: String(error) })
      this.#isAwayKnown = true
    } finally {
      this.#isTurning = false
    }
  }

  async #list(): Promise<Sandbox[]> {
    const now = this.clock.now()
    if (now - this.#listedAt < listMs) return this.#watched
    this.#listedAt = now
    const live = await this.sandboxes.listLive()
    this.#watched = live.filter(
      (sandbox) => isUsable(sandbox) && (sandbox.owner === 'grader' || this.presence.isViewed(sandbox.id)),
    )
    const ids = this.#watched.map(({ id }) => id)
    this.#stirrings.follow(ids)
    this.#rounds.keep(ids)
    this.runCheck.keep(live.map(({ id }) => id))
    await this.#letGo(ids)
    return this.#watched
  }

  /** Of all sandboxes but these: another server may check them at once, and no lease stays of one that has ended. */
  async #letGo(sandboxIds: readonly string[]): Promise<void> {
    const kept = new Set(sandboxIds)
    for (const id of [...this.#leasedUntil.keys()].filter((each) => !kept.has(each))) {
      await this.leases.release(tasksLease(id), this.settings.serverId)
      this.#leasedUntil.delete(id)
    }
  }

  async #watch(sandbox: Sandbox): Promise<void> {
    const lab = this.labs.find(sandbox.labId)
    if (!lab) return
    const due = lab.file.spec.tasks
      .filter(isScripted)
      .filter((task) => this.#isDue(sandbox.id, task))
      .toSorted((one, other) => this.#sinceBegun(sandbox.id, other) - this.#sinceBegun(sandbox.id, one))
    if (due.length === 0 || !(await this.#isOurs(sandbox.id))) return
    const stored = await this.tasks.list(sandbox.id)
    this.#rounds.of(sandbox.id).isHolding = stored.some(isHolding)
    for (const task of due) {
      if (!this.#mayBegin(sandbox)) return
      this.#rounds.of(sandbox.id).turn(task.id).lookedAt = this.clock.now()
      if (this.#isWorthIt(sandbox, task, stored)) this.#begin(sandbox, lab, task)
    }
  }

  /** A graded run has its machine to itself, and scripts that count on a check each second. */
  #mayBegin({ owner }: Sandbox): boolean {
    return owner === 'grader' || this.#pace.isFree()
  }

  #isDue(sandboxId: string, task: ScriptedTask): boolean {
    const isRunning = this.runCheck.isRunning(sandboxId, task.id)
    const { lookedAt } = this.#rounds.of(sandboxId).turn(task.id)
    return !isRunning && this.clock.now() - lookedAt >= durationMs(task.check.every)
  }

  #sinceBegun(sandboxId: string, task: ScriptedTask): number {
    return this.clock.now() - this.#rounds.of(sandboxId).turn(task.id).begunAt
  }

  /** Milliseconds since any check of it began, weighted. */
  #urgency({ id }: Sandbox): number {
    const round = this.#rounds.of(id)
    const since = this.clock.now() - round.begunAt
    const isAwaited = round.isHolding || this.#stirrings.handsOffMs(id) < Math.max(justTouchedMs, since)
    return isAwaited ? since * awaitedWeight : since
  }

  /** Open, and not one that would only be told again what it said before. */
  #isWorthIt(sandbox: Sandbox, task: ScriptedTask, stored: readonly TaskProgress[]): boolean {
    const progress = stored.find(({ taskId }) => taskId === task.id)
    if (isLocked(task, stored) || (progress && isLatched(task, progress))) return false
    const isHeld = progress !== undefined && isHolding(progress)
    if (isHeld || sandbox.owner === 'grader') return true
    const every = Math.min(this.#stirrings.quietMs(sandbox.id) * quietShare, longestQuietEveryMs)
    return this.#sinceBegun(sandbox.id, task) >= every
  }

  async #isOurs(sandboxId: string): Promise<boolean> {
    const now = this.clock.now()
    if ((this.#leasedUntil.get(sandboxId) ?? 0) - now > leaseMs / 2) return true
    const isOurs = await this.leases.take(tasksLease(sandboxId), this.settings.serverId, now, now + leaseMs)
    if (isOurs) this.#leasedUntil.set(sandboxId, now + leaseMs)
    return isOurs
  }

  #begin(sandbox: Sandbox, lab: Lab, task: ScriptedTask): void {
    this.#rounds.of(sandbox.id).turn(task.id).begunAt = this.clock.now()
    const check = () => this.runCheck.execute(sandbox, lab, task)
    const checked = sandbox.owner === 'grader' ? check() : this.#pace.run(check)
    checked.catch((error: unknown) => {
      this.log.warn('a check was not stored', { sandboxId: sandbox.id, task: task.id, error: String(error) })
    })
  }
}
