import { type BenchResult, median, ratioByRound } from './result.ts'
import { type Line, TerminalStage } from './terminal/stage.ts'

const rounds = 7
const bytes = 100_000_000
const limitMs = 120_000
/** Not in the command that prints it, so its echo is not mistaken for it. */
const mark = Buffer.from('\x01\x02end')

/** Prints the file; gives megabytes a second until the mark behind it is seen. */
const transfer = (line: Line): Promise<number> =>
  new Promise((resolve, reject) => {
    let seen = 0
    let tail: Buffer = Buffer.alloc(0)
    const timer = setTimeout(() => reject(new Error(`${seen} bytes in ${limitMs} ms`)), limitMs)
    const startedAt = performance.now()
    line.listen((chunk) => {
      seen += chunk.length
      const edge = Buffer.concat([tail, chunk.subarray(-200)])
      tail = chunk.subarray(-mark.length)
      if (!edge.includes(mark)) return
      clearTimeout(timer)
      resolve(seen / 1e6 / ((performance.now() - startedAt) / 1000))
    })
    line.write("cat /tmp/blob; printf '\\001\\002end'; sleep 1\r")
  })

/** 100 MB through the WebSocket with acknowledgements beside the same through a bare docker exec, round by round. */
export default async function run(): Promise<BenchResult> {
  const stage = await TerminalStage.open()
  let watch: NodeJS.Timeout | undefined
  try {
    await stage.run(`head -c ${bytes} /dev/urandom | base64 -w 78 | head -c ${bytes} > /tmp/blob`)
    const [ours, bare] = [await stage.throughServer('flow'), await stage.throughExec()]
    const speeds = { ours: [] as number[], bare: [] as number[] }
    await transfer(ours)
    const before = stage.serverBytes()
    let most = before
    watch = setInterval(() => (most = Math.max(most, stage.serverBytes())), 50)
    let cpu = 0
    for (let round = 0; round < rounds; round += 1) {
      speeds.bare.push(await transfer(bare))
      const used = stage.serverSeconds()
      speeds.ours.push(await transfer(ours))
      cpu += stage.serverSeconds() - used
    }
    ours.close()
    bare.close()
    const [mine, theirs] = [median(speeds.ours), median(speeds.bare)]
    const growthMiB = (most - before) / 1_048_576
    const ratio = ratioByRound(speeds.ours, speeds.bare)
    return {
      name: 'terminal-throughput',
      ours: Number(mine.toFixed(1)),
      yardstick: Number(theirs.toFixed(1)),
      ratio: Number(ratio.toFixed(2)),
      unit: 'MB/s of 100 MB',
      aim: '≥ 0.9, flat memory',
      met: ratio >= 0.9 && growthMiB < 48,
      detail: {
        serverGrowthMiB: Number(growthMiB.toFixed(1)),
        serverCpuSecondsPer100MB: Number((cpu / rounds).toFixed(2)),
        serverMiB: Number((most / 1_048_576).toFixed(0)),
        ours: speeds.ours.map((speed) => Number(speed.toFixed(1))),
        yardstick: speeds.bare.map((speed) => Number(speed.toFixed(1))),
      },
    }
  } finally {
    clearInterval(watch)
    await stage.close()
  }
}
