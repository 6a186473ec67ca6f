import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { launchDojo } from '../test/fixtures/launched-dojo.ts'
import { type BenchResult, median, quantile } from './result.ts'
import { writeBareLab } from './sandbox/bare-lab.ts'
import { Visitor } from './sandbox/visitor.ts'

const pool = 7
const rounds = 3
const whole = Math.round

/** Claim of a warm sandbox → first byte of the prompt, through the real server’s HTTP and WebSocket. */
export default async function run(): Promise<BenchResult> {
  const labs = writeBareLab('bench-warm', pool)
  const dojo = await launchDojo({ DOJO_POOL: 'on', DOJO_MAX_SANDBOXES: String(4 * pool), DOJO_LABS: labs })
  try {
    const clerk = await Visitor.join(dojo, 'clerk')
    const untilWarm = async (): Promise<void> => {
      for (let ready = 0; ready < pool; await sleep(500)) {
        const { items } = await clerk.call<{ items: { id: string; pool: number }[] }>('/api/labs')
        ready = items.find(({ id }) => id === 'bench-warm')?.pool ?? 0
      }
    }
    const times: number[] = []
    let cold = 0
    for (let round = 0; round < rounds; round += 1) {
      await untilWarm()
      const leave: (() => Promise<void>)[] = []
      for (let index = 0; index < pool; index += 1) {
        const visitor = await Visitor.join(dojo, `learner ${round} ${index}`)
        const { sandbox, ms } = await visitor.startToPrompt('bench-warm')
        if (sandbox.state !== 'ready') cold += 1
        times.push(ms)
        leave.push(() => visitor.end(sandbox.id))
      }
      for (const end of leave) await end()
    }
    const p95 = quantile(times, 0.95)
    return {
      name: 'sandbox-warm',
      ours: whole(p95),
      yardstick: null,
      ratio: null,
      unit: 'ms p95, claim to first prompt byte',
      aim: 'p95 ≤ 300 ms',
      met: p95 <= 300,
      detail: { p50: whole(median(times)), worst: whole(quantile(times, 1)), claims: times.length, cold },
    }
  } finally {
    await dojo.stop()
    rmSync(labs, { recursive: true, force: true })
  }
}
