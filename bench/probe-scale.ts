import { GatewayContainer } from './gateway/gateway-container.ts'
import { CountingTargets } from './probe-scale/counting-targets.ts'
import { quantile, type BenchResult } from './result.ts'

/**
 * 100 targets × 10 Hz in one gateway process for 20 s: how late is a probe at its target? The schedule is the gateway's
 * own (absolute times, so nothing drifts); the target, another process, notes when each request came. A slot that was
 * never sent counts as late.
 */
const targetCount = 100
const everyMs = 100
/** A gateway runs for days: what is measured is not its first seconds, in which its code is interpreted. */
const warmUpMs = 15_000
const runMs = 20_000
const onTimeMs = 5
/** The clocks of two processes agree to this; without it a probe that came at once would count as never sent. */
const clockErrorMs = 1

const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))

/** Lateness of every slot of [from, to], ms; Infinity for one that was not sent. */
const lateness = (scheduled: readonly number[], arrivals: readonly number[], from: number, to: number) => {
  const first = scheduled.find((at) => at >= from)
  if (first === undefined) return [Number.POSITIVE_INFINITY]
  const slots = Math.floor((to - first) / everyMs)
  let next = 0
  return Array.from({ length: slots }, (_, slot) => {
    const due = first + slot * everyMs
    while (next < arrivals.length && (arrivals[next] as number) < due - clockErrorMs) next += 1
    const came = arrivals[next]
    return came !== undefined && came < due + everyMs ? came - due : Number.POSITIVE_INFINITY
  })
}

const probeScale = async (): Promise<BenchResult[]> => {
  const gateway = await GatewayContainer.start()
  let targets: CountingTargets | undefined
  try {
    targets = await CountingTargets.start(targetCount)
    for (const [i, url] of targets.origins.entries()) {
      const probe = {
        name: 'probe',
        sandboxId: `target${i}`,
        url,
        expectStatus: 200,
        everyMs,
        timeoutMs: 1000,
      }
      await gateway.channel.setProbes(`target${i}`, [probe])
    }
    await sleep(warmUpMs)
    const from = Date.now()
    const cpuBefore = await gateway.cpuSeconds()
    await sleep(runMs)
    const to = Date.now()
    const cores = ((await gateway.cpuSeconds()) - cpuBefore) / ((to - from) / 1000)
    await sleep(1500)
    const late: number[] = []
    for (const [i, came] of (await targets.arrivals()).entries()) {
      const scheduled = (await gateway.channel.samples(`target${i}`, 'probe')).map(([at]) => at)
      late.push(...lateness(scheduled, came, from, to))
    }
    return report(late, cores)
  } finally {
    targets?.stop()
    await gateway.stop()
  }
}

const report = (late: readonly number[], cores: number): BenchResult[] => {
  const onTime = late.filter((ms) => ms <= onTimeMs).length
  const ratio = Math.round((10_000 * onTime) / late.length) / 10_000
  const share = Math.round(10_000 * ratio) / 100
  const unit = `% of ${late.length} probes (100 targets × 10 Hz) at their target within ${onTimeMs} ms of schedule`
  const cpu = Math.round(100 * cores) / 100
  return [
    {
      ...{ name: 'probe-scale', ours: share, yardstick: 100, ratio, unit },
      ...{ aim: '≥ 99 %', met: share >= 99 },
      detail: {
        p50Ms: Math.round(10 * quantile(late, 0.5)) / 10,
        p99Ms: Math.round(10 * quantile(late, 0.99)) / 10,
        neverSent: late.filter((ms) => ms === Number.POSITIVE_INFINITY).length,
      },
    },
    {
      ...{ name: 'probe-scale-cpu', ours: cpu, yardstick: null, ratio: null },
      ...{ unit: 'cores of the gateway meanwhile', aim: '< 1 core', met: cpu < 1 },
    },
  ]
}

export default probeScale
