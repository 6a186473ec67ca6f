import { rmSync } from 'node:fs'
import { launchDojo } from '../test/fixtures/launched-dojo.ts'
import { type BenchResult, median, quantile } from './result.ts'
import { writeBareLab } from './sandbox/bare-lab.ts'
import { bareSandbox } from './sandbox/bare-script.ts'
import { Visitor } from './sandbox/visitor.ts'

const rounds = 7
const whole = Math.round

/** Request → first byte of the prompt with no pool, through the real server; beside the same engine calls bare. */
export default async function run(): Promise<BenchResult> {
  const labs = writeBareLab('bench-cold', 0)
  const dojo = await launchDojo({ DOJO_POOL: 'off', DOJO_LABS: labs })
  try {
    const visitor = await Visitor.join(dojo, 'cold')
    const ours = async (): Promise<number> => {
      const { sandbox, ms } = await visitor.startToPrompt('bench-cold')
      await visitor.end(sandbox.id)
      for (let state = ''; state !== 'gone';)
        state = (await visitor.call<{ state: string }>(`/api/sandboxes/${sandbox.id}`)).state
      return ms
    }
    await ours()
    await bareSandbox(dojo)
    const times = { ours: [] as number[], bare: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      times.bare.push(await bareSandbox(dojo))
      times.ours.push(await ours())
    }
    const [p50, bareP50] = [median(times.ours), median(times.bare)]
    return {
      name: 'sandbox-cold',
      ours: whole(p50),
      yardstick: whole(bareP50),
      ratio: Number((p50 / bareP50).toFixed(2)),
      unit: 'ms p50, request to first prompt byte, no pool',
      aim: '≤ 1.25',
      met: p50 / bareP50 <= 1.25,
      detail: {
        rounds,
        oursP95: whole(quantile(times.ours, 0.95)),
        yardstickP95: whole(quantile(times.bare, 0.95)),
      },
    }
  } finally {
    await dojo.stop()
    rmSync(labs, { recursive: true, force: true })
  }
}
