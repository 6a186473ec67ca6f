import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import colors from 'picocolors'
import { EngineUsers } from '../../engine/engine-users.ts'
import { engineState } from '../../engine/engine.ts'
import { leaveEngine } from '../../engine/leave-engine.ts'
import { leaveSwarm, stopEngine } from '../../engine/take-down.ts'
import { DataFolder } from '../../launcher/data-folder.ts'
import { Progress } from '../../launcher/progress.ts'
import type { Settings } from '../../launcher/settings.ts'
import { prepare } from '../up/prepare.ts'
import { closingLine, sumOf, type StageResult } from './results.ts'
import { runStage } from './run-stage.ts'
import { pickStages, type Stage } from './stages.ts'
import { ensureChromium, instancesInEngine, removeFolder, sweep, testSettings } from './surroundings.ts'

/** Tests start their own dojos: what the caller's environment says of one is not for them. */
const environment = (): NodeJS.ProcessEnv => {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(DOJO_|DATABASE_URL$)/.test(name))
  return { ...Object.fromEntries(inherited), NO_COLOR: '1' }
}

const runStages = async (
  wanted: readonly Stage[],
  settings: Settings,
  signal: AbortSignal,
): Promise<StageResult[]> => {
  const artifacts = join(settings.root, 'artifacts', 'test')
  rmSync(artifacts, { recursive: true, force: true })
  mkdirSync(artifacts, { recursive: true })
  const results: StageResult[] = []
  for (const stage of wanted) {
    if (signal.aborted) break
    console.error(`\n${colors.bold(`── ${stage.name}`)}: ${stage.about}`)
    const startedAt = Date.now()
    const result = await runStage(stage, {
      root: settings.root,
      artifacts,
      env: environment(),
      signal,
    })
    results.push(result)
    const seconds = ((Date.now() - startedAt) / 1000).toFixed(0)
    console.error(`${result.failed === 0 ? '✓' : '✗'} ${stage.name}: ${closingLine(result)} in ${seconds} s`)
  }
  return results
}

const sweepObjects = async (
  settings: Settings,
  before: ReadonlySet<string>,
  isOwnEngine: boolean,
  progress: Progress,
): Promise<boolean> => {
  if ((await engineState()).kind !== 'running') return false
  await progress.step('clean up', async () => {
    const left = await sweep(before, { own: settings.instance, isOwnEngine })
    if (left.length > 0)
      progress.warn(`New in the engine since the start, maybe of tests: ${left.join(', ')}`)
  })
  return true
}

/** Takes away what the run made: objects of its instance, data folder, and the engine if the run started it. */
const cleanUp = async (
  settings: Settings,
  before: ReadonlySet<string>,
  progress: Progress,
): Promise<void> => {
  const folder = new DataFolder(settings.dataDir)
  await leaveEngine(new EngineUsers(), folder, {
    instances: async () => [],
    stay: async (others) => {
      if (folder.made().engine) progress.note(`The engine stays: used by ${others.join(', ')}.`)
      await sweepObjects(settings, before, false, progress)
    },
    takeDown: async (made) => {
      const isThere = await sweepObjects(settings, before, folder.made().engine !== undefined, progress)
      if (made.swarmNode && isThere) await progress.step('swarm', () => leaveSwarm(made))
      if (made.engine) await progress.step('engine', () => stopEngine(made, isThere))
    },
  })
  removeFolder(settings.dataDir)
}

const summary = (results: readonly StageResult[]): void => {
  const total = sumOf(results)
  for (const problem of total.problems) console.log(`✗ ${problem}`)
  console.log(closingLine(total))
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1
}

/**
 * Sets the machine up as `up` does, runs the stages beside any running dojo, prints one closing line and sets exit
 * code 1 on any failure. Cleans up whatever happens, also on SIGINT and SIGTERM.
 */
export const test = async (base: Settings, names: readonly string[]): Promise<void> => {
  const wanted = pickStages(names)
  const settings = await testSettings(base)
  const folder = new DataFolder(settings.dataDir)
  const progress = new Progress()
  const interruption = new AbortController()
  const interrupt = () => interruption.abort()
  process.on('SIGINT', interrupt).on('SIGTERM', interrupt)
  const results: StageResult[] = []
  let before: ReadonlySet<string> = new Set()
  try {
    folder.create()
    await prepare(settings, folder, progress)
    before = await instancesInEngine()
    if (wanted.some(({ needsChromium }) => needsChromium))
      await progress.step('chromium', () => ensureChromium(progress.line))
    results.push(...(await runStages(wanted, settings, interruption.signal)))
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error)
    results.push({ stage: 'set-up', passed: 0, failed: 1, skipped: 0, problems: [problem] })
  } finally {
    await cleanUp(settings, before, progress)
  }
  if (interruption.signal.aborted)
    results.push({ stage: 'run', passed: 0, failed: 1, skipped: 0, problems: ['interrupted'] })
  summary(results)
}
