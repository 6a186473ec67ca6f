import { setTimeout as sleep } from 'node:timers/promises'
import { type BenchResult, quantile } from './result.ts'
import { type Line, TerminalStage } from './terminal/stage.ts'

const rounds = 5
const keysPerRound = 120

/** Types a key and erases it again, in turn; gives the milliseconds until the first byte of each echo. */
const echoes = async (line: Line): Promise<number[]> => {
  const times: number[] = []
  for (let i = 0; i < keysPerRound; i += 1) {
    const startedAt = performance.now()
    const echo = new Promise<void>((resolve) => line.listen(() => resolve()))
    line.write(i % 2 === 0 ? 'x' : '\x7f')
    await echo
    times.push(performance.now() - startedAt)
    await sleep(10)
  }
  return times
}

/** Key → echo over the WebSocket of a real server beside key → echo over a bare docker exec, round by round. */
export default async function run(): Promise<BenchResult> {
  const stage = await TerminalStage.open()
  try {
    const [ours, bare] = [await stage.throughServer('echo'), await stage.throughExec()]
    const times = { ours: [] as number[], bare: [] as number[] }
    await echoes(ours)
    await echoes(bare)
    for (let round = 0; round < rounds; round += 1) {
      times.bare.push(...(await echoes(bare)))
      times.ours.push(...(await echoes(ours)))
    }
    ours.close()
    bare.close()
    const at = (values: number[], q: number) => Number(quantile(values, q).toFixed(2))
    const [p50, bareP50] = [at(times.ours, 0.5), at(times.bare, 0.5)]
    return {
      name: 'terminal-echo',
      ours: p50,
      yardstick: bareP50,
      ratio: Number((p50 / bareP50).toFixed(2)),
      unit: 'ms p50, key to echo',
      aim: '≤ yardstick + 1 ms p50',
      met: p50 - bareP50 <= 1,
      detail: {
        addedMs: Number((p50 - bareP50).toFixed(2)),
        oursP99: at(times.ours, 0.99),
        yardstickP99: at(times.bare, 0.99),
        keys: times.ours.length,
      },
    }
  } finally {
    await stage.close()
  }
}
