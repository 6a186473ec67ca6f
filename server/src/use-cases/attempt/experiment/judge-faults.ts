import { Injectable } from '@nestjs/common'
import { DojoError, type ClockStep, type Verdict } from '@noops-dojo/contracts'
import { areEventsLost } from '../../../domain/event/lost-events.ts'
import { Clock, EventLog, ProbeGateway } from '../../../domain/ports/index.ts'
import { judgeWindow } from '../../../domain/recovery/window/judge-window.ts'
import { TaskContexts } from '../../task/task-context.ts'
import { AwaitTouches } from '../run/await-touches.ts'
import { defaultProbe, probeOf, sloOf } from '../plan/lab-parts.ts'

export interface JudgementOrder {
  /** Epoch ms. */
  readonly from: number
  readonly to: number
  readonly probe?: string | undefined
  readonly recoverWithinMs: number
  readonly holdMs: number
}

/** Samples from before the window that show the steady state, and events of faults that began before it. */
const lookBackMs = 3_000
/** The gateway keeps ten minutes of samples. */
const longestMs = 600_000
/** Time for an answer that came at the very end of the timeout to be stored. */
const settleMs = 200

/**
 * Whether times of [from, to] may be of two clocks: shown twice or never. What was shown before a step back matters no
 * longer than a window can be.
 */
const isAcross = (step: ClockStep, from: number, to: number): boolean => {
  const end = Math.max(step.from, step.to)
  const begin = Math.max(Math.min(step.from, step.to), end - longestMs)
  return from <= end && to >= begin
}

/** Judges faults that were injected outside attempts by what log and samples of a window of time prove. */
@Injectable()
export class JudgeFaults {
  constructor(
    private readonly contexts: TaskContexts,
    private readonly events: EventLog,
    private readonly gateway: ProbeGateway,
    private readonly touches: AwaitTouches,
    private readonly clock: Clock,
  ) {}

  /**
   * A window that ends now is waited for, until its last probe has answered. Throws BAD_REQUEST, GATEWAY_AWAY,
   * GUARD_AWAY, and DATABASE_AWAY for a window of which events are lost.
   */
  async execute(sandboxId: string, order: JudgementOrder): Promise<Verdict> {
    const { sandbox, lab } = await this.contexts.ofSandbox(sandboxId)
    const planned = { spec: lab.file.spec, sandboxId, params: sandbox.params }
    const probe = order.probe === undefined ? defaultProbe(planned) : probeOf(planned, order.probe)
    const names = Object.keys(lab.file.spec.probes).join(', ') || 'none'
    if (!probe)
      throw new DojoError('BAD_REQUEST', `Name the probe that judges the window; this lab has: ${names}.`)
    const from = order.from
    const to = Math.min(order.to, this.clock.now())
    if (to < from || to - from > longestMs)
      throw new DojoError('BAD_REQUEST', 'Ask for a window with from ≤ to of ten minutes at most.')
    const settledAt = to + probe.timing.timeoutMs + settleMs
    await this.clock.sleep(Math.max(0, settledAt - this.clock.now()))
    await this.touches.execute().catch((error: unknown) => {
      // A verdict on hands that nobody can tell of would be a guess.
      throw new DojoError('GUARD_AWAY', 'The guard does not tell who touched what. Ask again.', {}, error)
    })
    const [kept, steps, events] = await Promise.all([
      this.gateway.samples(sandboxId, probe.name, from - lookBackMs, to),
      this.gateway.clockSteps(),
      this.events.window(sandboxId, from - lookBackMs, this.clock.now()),
    ])
    if (areEventsLost(events, from, to))
      throw new DojoError('DATABASE_AWAY', 'Events of this window were lost while the database was away.')
    const samples = steps.some((step) => isAcross(step, from - lookBackMs, to)) ? [] : kept
    return judgeWindow({
      ...{ from, to, probe, samples, events },
      recoverWithinMs: order.recoverWithinMs,
      holdMs: order.holdMs,
      slo: sloOf(planned, probe),
      isWanted: ({ data }) => data['attemptId'] === null || data['attemptId'] === undefined,
    })
  }
}
