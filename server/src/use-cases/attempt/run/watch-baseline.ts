import type { Reason } from '@noops-dojo/contracts'
import type { Clock } from '../../../domain/ports/index.ts'
import { coverage, firstStableStreak } from '../../../domain/recovery/stability.ts'
import { Inconclusive } from './inconclusive.ts'
import type { SampleTrail } from './sample-trail.ts'

const pollMs = 200
const leastMs = 2_000
const leastSamples = 20

/** How long a steady state is waited for, and what it is called when it did not come. Asked again and again. */
export interface Patience {
  readonly ms: () => number
  readonly reason: () => Reason
}

/** A system that is not steady within this is not steady. */
export const usualPatience: Patience = { ms: () => 15_000, reason: () => 'baseline-not-good' }

/** Waits until the steady state has held with enough samples; throws Inconclusive when it does not. */
export const watchBaseline = async (
  trail: SampleTrail,
  clock: Clock,
  signal: AbortSignal,
  patience: Patience = usualPatience,
): Promise<void> => {
  const startedAt = clock.now()
  const { everyMs } = trail.timing
  const stableMs = Math.max(leastMs, leastSamples * everyMs)
  const rule = { stableMs, minSamples: 10, maxGapMs: Math.max(5 * everyMs, 500) }
  for (;;) {
    await trail.collect()
    const { evidence } = trail
    const lastBad = evidence.findLast((sample) => !sample.isGood)
    const from = Math.max(startedAt - stableMs, lastBad?.from ?? 0)
    if (firstStableStreak(evidence, from, rule)?.isStable === true) return
    if (clock.now() - startedAt > patience.ms() + stableMs + trail.timing.timeoutMs) {
      if (evidence.length === 0) throw new Inconclusive('too-few-samples', 'the probe gave no sample')
      throw new Inconclusive(patience.reason(), 'the steady state did not hold before the fault')
    }
    await clock.sleep(pollMs, signal)
  }
}

/** From when on (epoch ms) all samples that are known were good, and what it is called if one turns out to be bad. */
export interface Steady {
  readonly from: number
  readonly reason: Reason
}

/** Throws Inconclusive when a probe failed between the baseline and the injection: whatever it was, it was not our fault. */
export const assertSteady = (trail: SampleTrail, { from, reason }: Steady, injectedAt: number): void => {
  const before = trail.evidence.filter((sample) => sample.from >= from && sample.to < injectedAt)
  if (before.some((sample) => !sample.isGood))
    throw new Inconclusive(reason, 'a probe failed before the fault was injected')
  if (coverage(before, from, injectedAt, trail.timing.everyMs).ratio < 0.5)
    throw new Inconclusive('too-few-samples', 'there were too few samples before the fault')
}
