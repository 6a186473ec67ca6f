import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import type { Fault } from '../server/src/domain/fault/fault.ts'
import { cutScript } from '../server/src/domain/fault/dependency/cut-off-script.ts'
import { dependencyDown } from '../server/src/domain/fault/dependency/dependency-down.ts'
import { helperArgv, stopScript } from '../server/src/domain/fault/helper-script.ts'
import { containerPause } from '../server/src/domain/fault/process/container-pause.ts'
import { processStop } from '../server/src/domain/fault/process/process-stop.ts'
import { FaultStage, realClock } from '../test/integration/fault/fault-stage.ts'
import { median, type BenchResult } from './result.ts'

const runs = 9
const restMs = 300

interface Contest {
  readonly fault: Fault
  /** The same act by hand, with the docker CLI. */
  bare(containerId: string): string[]
}

const aside = (...options: string[]) => ['run', '--rm', '--user', '0', '--cap-drop', 'ALL', ...options]
const inAMinute = () => String(Math.ceil(Date.now() / 1000) + 60)

const contests: Contest[] = [
  { fault: containerPause as Fault, bare: (id) => ['pause', id] },
  {
    fault: processStop as Fault,
    bare: (id) => [
      ...aside('--network', 'none', '--pid', 'host', '--cap-add', 'KILL', 'noops-dojo/workstation:0.1'),
      ...helperArgv(stopScript, id),
    ],
  },
  {
    fault: dependencyDown as Fault,
    bare: (id) => [
      ...aside('--network', `container:${id}`, '--cap-add', 'NET_ADMIN', '--cap-add', 'NET_RAW'),
      'noops-dojo/chaos:0.1',
      ...helperArgv(cutScript, 'BARE', 'refuse', inAMinute()),
    ],
  },
]

/** Milliseconds from the call to the end of what makes the fault effective; the fault is lifted afterwards. */
const elapsed = async (act: () => Promise<unknown>): Promise<number> => {
  const before = performance.now()
  await act()
  return performance.now() - before
}

/** By hand it may fail (`docker pause` while a health check starts); such a run does not count. */
const runBare = async (argv: readonly string[]): Promise<unknown> =>
  promisify(execFile)('docker', argv, { timeout: 60_000 })

const compete = async (stage: FaultStage, { fault, bare }: Contest): Promise<BenchResult> => {
  const ours: number[] = []
  const yardstick: number[] = []
  for (let run = 0; run < runs; run += 1) {
    const order = stage.order(fault, 'plain', {}) as Parameters<Fault['plan']>[1]
    const plan = await fault.plan(stage.tools, order, () => 0)
    ours.push(await elapsed(() => fault.inject(stage.tools, order, plan.inverse)))
    await fault.revert(stage.tools, order, plan.inverse)
    // A freezer that was thawed a moment ago refuses to freeze.
    await realClock.sleep(restMs)
    const [victim] = await stage.engine.victims(stage.sandboxId, 'plain')
    const argv = bare(victim?.containerId ?? '')
    const bareMs = await elapsed(() => runBare(argv)).catch(() => undefined)
    if (bareMs !== undefined) yardstick.push(bareMs)
    // What the bare command did is undone as the fault would be: its revert asks for the state, not for who made it.
    await fault.revert(stage.tools, order, plan.inverse)
    await realClock.sleep(restMs)
  }
  const [mine, bareMs] = [Math.round(median(ours)), Math.round(median(yardstick))]
  const ratio = Math.round((mine / bareMs) * 100) / 100
  return {
    name: `fault-start/${fault.name}`,
    ...{ ours: mine, yardstick: bareMs, ratio },
    unit: `ms from the inject call to effective (median of ${runs}); yardstick: docker ${bare('')[0]} by hand`,
    aim: '≤ 2 ×',
    met: ratio <= 2,
  }
}

/** How long an injection takes beside the same act by the docker CLI, in turns, on one container. */
const faultStart = async (): Promise<BenchResult[]> => {
  const stage = new FaultStage()
  await stage.open()
  try {
    await stage.container('plain', 'shop-api:1.0', 'always')
    await stage.until(async () => (await stage.engine.victims(stage.sandboxId, 'plain')).length === 1)
    const results: BenchResult[] = []
    for (const contest of contests) results.push(await compete(stage, contest))
    return results
  } finally {
    await stage.close()
  }
}

export default faultStart
