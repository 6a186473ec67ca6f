import { createHmac } from 'node:crypto'
import { evidenceOf } from '../server/src/domain/recovery/outage/evidence.ts'
import { longestUnseenMs, outageBounds } from '../server/src/domain/recovery/outage/outage.ts'
import { playScripts } from './outage-error/play-scripts.ts'
import type { OutageKind, ScriptedOutage, TrueOutage } from './outage-error/scripted-target.ts'
import { median, type BenchResult } from './result.ts'

/**
 * 50 scripted outages (50 ms – 5 s, seeded, of four kinds) of a target, measured by the real gateway process: is the
 * true length inside the interval that we would print? At 10 Hz, as labs probe, and at 50 Hz.
 */
const count = 50
const targetCount = 10
const seed = 'outage-error'
const timeoutMs = 1000
const probes = [
  { name: 'ten-hertz', everyMs: 100 },
  { name: 'fifty-hertz', everyMs: 20 },
]
const kinds: OutageKind[] = ['status', 'refuse', 'swallow', 'stall']
/** Rest before each outage, so that one never touches the next. */
const restMs = 2500

const draw = (purpose: string): number =>
  createHmac('sha256', seed).update(purpose).digest().readUIntBE(0, 6) / 2 ** 48

const script = (target: number): ScriptedOutage[] =>
  Array.from({ length: count / targetCount }, (_, i) => ({
    afterMs: restMs + 500 * draw(`rest ${target} ${i}`),
    lengthMs: 50 * 100 ** draw(`length ${target} ${i}`),
    kind: kinds[(target + i) % kinds.length] as OutageKind,
  }))

interface Judged {
  readonly isInside: boolean
  readonly isSeen: boolean
  readonly widthMs: number
}

const judge = (samples: Parameters<typeof evidenceOf>[0], everyMs: number, truth: TrueOutage): Judged => {
  const near = samples.filter(([at]) => at > truth.from.lo - 1000 && at < truth.to.hi + 1200)
  const evidence = evidenceOf(near, { everyMs, timeoutMs })
  const found = outageBounds(evidence)
  const unseen = longestUnseenMs(evidence, truth.from.lo, truth.to.hi)
  const { minMs, maxMs } = found ? found.length : { minMs: 0, maxMs: unseen }
  const shortest = truth.to.lo - truth.from.hi
  const longest = truth.to.hi - truth.from.lo
  const isInside = minMs <= longest && maxMs !== null && maxMs >= shortest
  if (!isInside) console.error('outside:', JSON.stringify({ truth, everyMs, minMs, maxMs, near }))
  return { isInside, isSeen: found !== undefined, widthMs: (maxMs ?? Number.NaN) - minMs }
}

const outageError = async (): Promise<BenchResult> => {
  const scripts = Array.from({ length: targetCount }, (_, i) => script(i))
  const judged = new Map<string, Judged[]>(probes.map(({ name }) => [name, []]))
  for (const { truths, samples } of await playScripts(scripts, probes, timeoutMs))
    for (const { name, everyMs } of probes)
      judged.get(name)?.push(...truths.map((truth) => judge(samples.get(name) ?? [], everyMs, truth)))
  return report(judged)
}

const report = (judged: ReadonlyMap<string, Judged[]>): BenchResult => {
  const all = [...judged.values()].flat()
  const inside = all.filter(({ isInside }) => isInside).length
  const detail = Object.fromEntries(
    [...judged].map(([name, list]) => [
      name,
      {
        inside: list.filter(({ isInside }) => isInside).length,
        seen: list.filter(({ isSeen }) => isSeen).length,
        medianWidthMs: Math.round(median(list.map(({ widthMs }) => widthMs))),
        widestMs: Math.round(Math.max(...list.map(({ widthMs }) => widthMs))),
      },
    ]),
  )
  return {
    name: 'outage-error',
    ours: inside,
    yardstick: all.length,
    ratio: inside / all.length,
    unit: 'outages whose true length is inside',
    aim: 'always',
    met: inside === all.length,
    detail,
  }
}

export default outageError
