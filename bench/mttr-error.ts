import { createHmac } from 'node:crypto'
import { evidenceOf } from '../server/src/domain/recovery/outage/evidence.ts'
import type { Observation } from '../server/src/domain/recovery/observation.ts'
import { injectionResultOf } from '../server/src/domain/recovery/verdict/outcome-class.ts'
import { firstStableStreak, stabilityRule } from '../server/src/domain/recovery/stability.ts'
import { longestUnseenMs } from '../server/src/domain/recovery/outage/outage.ts'
import { playScripts } from './outage-error/play-scripts.ts'
import type { OutageKind, ScriptedOutage, TrueOutage } from './outage-error/scripted-target.ts'
import { median, type BenchResult } from './result.ts'

/**
 * 100 scripted incidents, half of them flapping, measured by the real gateway and judged by the code that judges
 * attempts: is the true time to recovery (from the fault to the end of the last bad phase) inside the interval?
 * Phases of flapping are longer than a probe's period, and stalls longer than its timeout: a shorter stall is answered
 * in time, which is slow and no outage, and shorter phases no probe can promise to see.
 */
const count = 100
const targetCount = 20
const seed = 'mttr-error'
const timeoutMs = 500
const holdMs = 1500
const probe = { name: 'ten-hertz', everyMs: 100 }
const kinds: OutageKind[] = ['status', 'refuse', 'swallow', 'stall']
const restMs = 3500

const draw = (purpose: string): number =>
  createHmac('sha256', seed).update(purpose).digest().readUIntBE(0, 6) / 2 ** 48

const incident = (target: number, i: number): ScriptedOutage => {
  const between = (purpose: string, low: number, high: number): number =>
    low * (high / low) ** draw(`${purpose} ${target} ${i}`)
  const isFlapping = (target + i) % 2 === 1
  const kind = kinds[(target + Math.floor(i / 2)) % kinds.length] as OutageKind
  const relapses = Array.from({ length: 1 + Math.floor(4 * draw(`relapses ${target} ${i}`)) }, (_, n) => ({
    goodMs: between(`good ${n}`, 150, 900),
    badMs: between(`bad ${n}`, kind === 'stall' ? timeoutMs + 200 : 250, 1500),
  }))
  return {
    afterMs: restMs + between('rest', 50, 500),
    lengthMs: between('length', isFlapping ? 250 : 50, 4000),
    kind,
    ...(isFlapping ? { relapses } : {}),
  }
}

interface Judged {
  readonly isInside: boolean
  readonly isFlapping: boolean
  readonly widthMs: number
}

/** The observation that an attempt would have made of this incident. */
const observe = (truth: TrueOutage, streak: Observation['streak'], observedTo: number): Observation => ({
  faultId: 'scripted',
  fault: 'scripted',
  target: 'target',
  lift: 'nothing',
  fidelity: null,
  plannedAt: truth.from.lo,
  injectedAt: truth.from.lo,
  effectiveAt: truth.from.hi,
  liftedAt: null,
  evidence: { en: 'scripted', ja: 'scripted' },
  observedTo,
  streak,
  isDirty: false,
  round: 0,
  isOnRepair: false,
})

const judge = (samples: Parameters<typeof evidenceOf>[0], truth: TrueOutage): Judged => {
  const near = samples.filter(([at]) => at > truth.from.lo - 1000 && at < truth.to.hi + holdMs + 1500)
  const evidence = evidenceOf(near, { everyMs: probe.everyMs, timeoutMs })
  const rule = stabilityRule(probe.everyMs, holdMs)
  const streak = firstStableStreak(evidence, truth.from.lo, rule)
  const result = injectionResultOf(observe(truth, streak, truth.to.hi + holdMs), evidence, [])
  const unseen = longestUnseenMs(evidence, truth.from.lo, truth.to.hi)
  const { minMs, maxMs } = result.recovery ?? { minMs: 0, maxMs: unseen }
  const shortest = truth.to.lo - truth.from.hi
  const longest = truth.to.hi - truth.from.lo
  const isInside = minMs <= longest && maxMs !== null && maxMs >= shortest
  if (!isInside) console.error('outside:', JSON.stringify({ truth, minMs, maxMs, near }))
  return {
    isInside,
    isFlapping: truth.relapses !== undefined,
    widthMs: (maxMs ?? Number.NaN) - minMs,
  }
}

const mttrError = async (): Promise<BenchResult> => {
  const perTarget = count / targetCount
  const scripts = Array.from({ length: targetCount }, (_, target) =>
    Array.from({ length: perTarget }, (__, i) => incident(target, i)),
  )
  const played = await playScripts(scripts, [probe], timeoutMs, holdMs + 1500)
  const judged = played.flatMap(({ truths, samples }) =>
    truths.map((truth) => judge(samples.get(probe.name) ?? [], truth)),
  )
  const inside = judged.filter(({ isInside }) => isInside).length
  const widths = judged.map(({ widthMs }) => widthMs)
  return {
    name: 'mttr-error',
    ours: inside,
    yardstick: judged.length,
    ratio: inside / judged.length,
    unit: 'recoveries whose true length is inside (half of them flapping)',
    aim: 'always',
    met: inside === judged.length,
    detail: {
      flapping: judged.filter(({ isFlapping }) => isFlapping).length,
      medianWidthMs: Math.round(median(widths)),
      widestMs: Math.round(Math.max(...widths)),
    },
  }
}

export default mttrError
