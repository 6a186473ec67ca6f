import { Injectable } from '@nestjs/common'
import { DojoError, type EventKind, type FidelityRung, type PlatformText } from '@noops-dojo/contracts'
import type { FaultTools, Injection, Proof, RevertResult } from '../../domain/fault/fault.ts'
import { faultEndOf } from '../../domain/fault/fault-end.ts'
import { tooLate } from '../../domain/fault/helper-program.ts'
import { isFinal, refuseOverlap } from '../../domain/fault/open-faults.ts'
import { faultNamed, parseFaultParams } from '../../domain/fault/registry.ts'
import {
  Clock,
  EventLog,
  FaultEngine,
  FaultLedger,
  LeaseStore,
  RandomSource,
  type LedgerEntry,
} from '../../domain/ports/index.ts'
import { SandboxSettings } from '../../domain/sandbox/sandbox-settings.ts'
import { SandboxChanges } from '../task/sandbox-changes.ts'
import { faultLease, orderOf, type FaultRequest } from './fault-request.ts'
import { OwnRuns } from './own-runs.ts'

/** Room for arming, injecting and proving before a fault's own time begins. */
const startMarginMs = 10_000
const leaseMarginMs = 30_000
/** A fault whose server lives has ended by itself this long after its deadline. */
const overdueMs = 10_000

export interface InjectedFault extends Injection, Proof {
  readonly entry: LedgerEntry
  readonly fidelity: FidelityRung
}

/** The life of one fault: plan, inject, lift. Every step is in the ledger before it is done, so that any server can end it. */
@Injectable()
export class RunFault {
  readonly #injecting = new Map<string, Promise<InjectedFault>>()
  readonly #lifting = new Map<string, Promise<LedgerEntry>>()
  readonly #own: OwnRuns

  constructor(
    private readonly engine: FaultEngine,
    private readonly ledger: FaultLedger,
    private readonly leases: LeaseStore,
    private readonly events: EventLog,
    private readonly clock: Clock,
    private readonly random: RandomSource,
    private readonly settings: SandboxSettings,
    private readonly changes: SandboxChanges,
  ) {
    this.#own = new OwnRuns(clock)
  }

  get tools(): FaultTools {
    return { engine: this.engine, clock: this.clock }
  }

  /**
   * Chooses the victim and writes the ledger; nothing is touched yet. Throws FAULT_NOT_FOUND, FAULT_INVALID,
   * FAULT_TARGET_GONE, FAULT_RUNNING (no fault on a fault) and SANDBOX_FAILED (an earlier fault left traces).
   */
  async plan(request: FaultRequest): Promise<LedgerEntry> {
    const fault = faultNamed(request.use)
    const params = parseFaultParams(fault, request.with)
    const ledger = await this.ledger.listOfSandbox(request.sandboxId)
    refuseOverlap(ledger, { ...request, fault: fault.name })
    const now = this.clock.now()
    const entry: LedgerEntry = {
      id: this.random.rowId(),
      sandboxId: request.sandboxId,
      labFault: request.labFault,
      fault: fault.name,
      target: request.target,
      state: 'planned',
      plannedAt: now,
      effectiveAt: null,
      endedAt: null,
      detail: null,
      attemptId: request.attemptId,
      params: params as Record<string, unknown>,
      inverse: {},
      fingerprint: null,
      deadlineAt: now + startMarginMs + (fault.injectsMs?.(params) ?? 0) + fault.lastsMs(params),
    }
    const plan = await fault.plan(this.tools, orderOf(entry), request.pick)
    const planned = {
      ...entry,
      inverse: plan.inverse as Record<string, unknown>,
      fingerprint: plan.fingerprint,
      detail: plan.victim,
    }
    await this.leases.take(faultLease(entry), this.settings.serverId, now, entry.deadlineAt + leaseMarginMs)
    this.#own.add(entry.id, entry.deadlineAt - now + overdueMs)
    await this.ledger.insert(planned)
    // Of an attempt, its moment and its victim are sealed until it was injected.
    if (planned.attemptId === null) await this.#tellPlan(planned)
    return planned
  }

  /**
   * Arms what ends the fault without us, injects it, and asks for the proof. On any failure the fault is lifted
   * before the error is passed on. An injection that did not bite is given back as such and is lifted too.
   */
  inject(entry: LedgerEntry): Promise<InjectedFault> {
    const work = this.#inject(entry).finally(() => this.#injecting.delete(entry.id))
    this.#injecting.set(entry.id, work)
    return work
  }

  /** Whether this server planned it and will still end it; what is open and nobody's is the reaper's. */
  isOwn(id: string): boolean {
    return this.#own.has(id)
  }

  async #inject(entry: LedgerEntry): Promise<InjectedFault> {
    const fault = faultNamed(entry.fault)
    const order = orderOf(entry)
    await this.#save({ ...entry, state: 'injecting' })
    try {
      await fault.arm?.(this.tools, order, entry.inverse)
      // What ends it without us may have come and gone by now: nobody would end it any more.
      if (fault.lift !== 'nothing' && this.clock.now() >= entry.deadlineAt)
        throw new DojoError('FAULT_INVALID', tooLate)
      const injection = await fault.inject(this.tools, order, entry.inverse)
      if (entry.attemptId !== null) await this.#tellPlan(entry)
      const release = fault.release?.(order, entry.inverse)
      if (release) await this.#tell(entry, 'release', injection.injectedAt, release)
      const proof = await fault.prove(this.tools, order, entry.inverse)
      const fidelity = injection.rung ?? fault.rungs[0]
      if (!proof.isEffective)
        return {
          ...injection,
          ...proof,
          fidelity,
          entry: await this.#fail(entry, proof.evidence.en, proof.evidence),
        }
      const effective: LedgerEntry = {
        ...entry,
        state: 'effective',
        effectiveAt: Math.round(injection.effectiveAt),
        detail: proof.evidence.en,
      }
      await this.#save(effective)
      await this.#tell(effective, 'fault.effective', injection.effectiveAt, {
        injectedAt: Math.round(injection.injectedAt),
        evidence: proof.evidence,
        fidelity,
      })
      // What is over at once is closed at once: nobody has to end it, and the log says so.
      const entryNow = fault.lift === 'nothing' ? await this.#lift(effective) : effective
      return { ...injection, ...proof, fidelity, entry: entryNow }
    } catch (error) {
      // What went wrong first is what is told; a fault that cannot be lifted now is left to the reaper.
      await this.#fail(entry, error instanceof Error ? error.message : String(error)).catch(() => undefined)
      this.#own.remove(entry.id)
      throw error
    }
  }

  /**
   * Ends the fault and attests that nothing of it is left. Idempotent; throws ENGINE_AWAY, then somebody tries again. An
   * injection that is under way is waited for: what it does after a revert nobody would end.
   */
  lift(entry: LedgerEntry): Promise<LedgerEntry> {
    const running = this.#lifting.get(entry.id)
    if (running) return running
    const injected = this.#injecting.get(entry.id)?.catch(() => undefined) ?? Promise.resolve()
    const work = injected
      .then(() => this.#lift(entry))
      .finally(() => {
        this.#lifting.delete(entry.id)
        this.#own.remove(entry.id)
      })
    this.#lifting.set(entry.id, work)
    return work
  }

  /**
   * Right before the platform ended it, whoever did: this server, another one, or what was armed for its deadline. Null: it
   * was over at once, was moot, or is not ended. From the log, which the ledger's `endedAt` stands in for.
   */
  async liftedAt(entry: LedgerEntry): Promise<number | null> {
    const { id, sandboxId, fault, state, plannedAt, endedAt, deadlineAt } = entry
    if (faultNamed(fault).lift === 'nothing' || state !== 'reverted' || endedAt === null) return null
    const log = await this.events.window(sandboxId, plannedAt, this.clock.now())
    const told = log.find(({ kind, data }) => kind === 'fault.reverted' && data['faultRunId'] === id)
    const liftBeganAt = told?.data['liftBeganAt']
    return Math.min(endedAt, typeof liftBeganAt === 'number' ? liftBeganAt : deadlineAt)
  }

  async #lift(entry: LedgerEntry): Promise<LedgerEntry> {
    const known = (await this.ledger.find(entry.id)) ?? entry
    if (isFinal(known)) return known
    if (known.state !== 'dirty') await this.#save({ ...known, state: 'reverting' })
    const beganAt = this.clock.now()
    const { result, trace } = await this.#revert(known)
    const now = this.clock.now()
    const seen = { result, trace, liftBeganAt: beganAt, endedAt: now }
    const { state, liftBeganAt, isByDeadline } = faultEndOf(known, seen)
    const ended: LedgerEntry = { ...known, state, endedAt: now, detail: trace ?? known.detail }
    await this.#save(ended)
    this.#own.remove(known.id)
    if (state !== known.state)
      await this.#tell(ended, `fault.${state}`, now, {
        isUndone: result === 'reverted',
        // What came back after this may have come back because of it.
        liftBeganAt,
        ...(isByDeadline && { isByDeadline }),
        ...(trace ? { trace } : {}),
      })
    const undone = result === 'reverted' ? faultNamed(known.fault) : undefined
    const release = undone?.release?.(orderOf(known), known.inverse)
    if (release)
      await this.#tell(ended, 'release', now, {
        service: release.service,
        image: release.before,
        before: release.image,
      })
    if (isFinal(ended)) await this.leases.release(faultLease(ended), this.settings.serverId)
    return ended
  }

  /** Whether the system itself has undone the fault; undefined where probes alone tell. */
  async isHealed(entry: LedgerEntry): Promise<boolean | undefined> {
    return faultNamed(entry.fault).isHealed?.(this.tools, orderOf(entry), entry.inverse)
  }

  /** How long the fault stays when nobody lifts it, ms. */
  lastsMs(entry: LedgerEntry): number {
    return faultNamed(entry.fault).lastsMs(entry.params)
  }

  async #revert(entry: LedgerEntry): Promise<{ result: RevertResult; trace: string | undefined }> {
    const fault = faultNamed(entry.fault)
    const order = orderOf(entry)
    const result = await fault.revert(this.tools, order, entry.inverse)
    await this.engine.removeHelpers(entry.id)
    if (result === 'moot' || entry.fingerprint === null || !fault.fingerprint)
      return { result, trace: undefined }
    // A state that settles (processes that wake) is given a moment before it counts as a trace.
    for (let tries = 0; ; tries += 1) {
      const after = await fault.fingerprint(this.tools, order, entry.inverse)
      if (after === undefined || after === entry.fingerprint) return { result, trace: undefined }
      if (tries === 10) return { result, trace: `before: ${entry.fingerprint}; after: ${after}` }
      await this.clock.sleep(200)
    }
  }

  async #fail(entry: LedgerEntry, detail: string, evidence?: PlatformText): Promise<LedgerEntry> {
    const { trace } = await this.#revert(entry)
    const now = this.clock.now()
    const state = trace === undefined ? 'failed' : 'dirty'
    this.#own.remove(entry.id)
    const failed: LedgerEntry = { ...entry, state, endedAt: now, detail: trace ?? detail }
    await this.#save(failed)
    await this.#tell(failed, `fault.${state}`, now, { detail, ...(evidence && { evidence }) })
    if (isFinal(failed)) await this.leases.release(faultLease(failed), this.settings.serverId)
    return failed
  }

  async #save(entry: LedgerEntry): Promise<void> {
    await this.ledger.save(entry)
    this.changes.notify(entry.sandboxId)
  }

  #tellPlan(entry: LedgerEntry): Promise<void> {
    return this.#tell(entry, 'fault.planned', entry.plannedAt, { victim: entry.detail })
  }

  async #tell(entry: LedgerEntry, kind: EventKind, at: number, data: Record<string, unknown>): Promise<void> {
    const { sandboxId, id: faultRunId, labFault, fault, target, attemptId } = entry
    const all = { faultRunId, labFault, fault, target, attemptId, ...data }
    await this.events.append([{ sandboxId, at: Math.round(at), kind, actor: 'platform', data: all }])
  }
}
