import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readVitestReport, type StageResult } from './results.ts'
import type { Stage } from './stages.ts'

const minuteMs = 60_000

const endGroup = (pid: number, signal: NodeJS.Signals) => {
  try {
    process.kill(-pid, signal)
  } catch {
    // the whole group has ended already
  }
}

/** Lines `✗ lint 3.2 s` of tools/check.ts: what failed there besides the unit tests. */
const failedChecks = (output: string): string[] =>
  [...output.matchAll(/^✗ (\S+) /gm)].map(([, name]) => name as string).filter((name) => name !== 'unit')

const execute = (
  argv: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv; limitMs: number; signal: AbortSignal },
): Promise<{ code: number | null; output: string }> =>
  new Promise((resolve) => {
    // A group of its own: whatever the tests left running ends with it.
    const child = spawn(process.execPath, argv, {
      cwd: options.cwd,
      env: options.env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const pid = child.pid as number
    let output = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        output = (output + text).slice(-1_000_000)
        process.stderr.write(text)
      })
    const end = () => {
      endGroup(pid, 'SIGTERM')
      setTimeout(() => endGroup(pid, 'SIGKILL'), 10_000).unref()
    }
    const timer = setTimeout(() => {
      process.stderr.write(`\n✗ no end after ${options.limitMs / minuteMs} minutes: stopped\n`)
      end()
    }, options.limitMs)
    options.signal.addEventListener('abort', end, { once: true })
    child.on('exit', (code) => {
      clearTimeout(timer)
      endGroup(pid, 'SIGKILL')
      // A grandchild that holds the pipe open must not hold up the tests.
      setTimeout(() => resolve({ code, output }), 200)
    })
  })

/** Runs a stage within its time limit and gives its result; its output goes to stderr as it comes. */
export const runStage = async (
  stage: Stage,
  options: { root: string; artifacts: string; env: NodeJS.ProcessEnv; signal: AbortSignal },
): Promise<StageResult> => {
  const report = join(options.artifacts, `${stage.name}.json`)
  const { code, output } = await execute(
    stage.argv.map((word) => word.replace('{report}', report)),
    {
      cwd: options.root,
      env: { ...options.env, DOJO_TEST_REPORT: report },
      limitMs: stage.limitMinutes * minuteMs,
      signal: options.signal,
    },
  )
  const text = existsSync(report) ? readFileSync(report, 'utf8') : undefined
  const checks = stage.name === 'check' ? failedChecks(output) : []
  // The other checks explain the exit code: the tests are judged by their own report then.
  const result = readVitestReport(stage.name, text, checks.length > 0 && text !== undefined ? 0 : code)
  return { ...result, failed: result.failed + checks.length, problems: [...result.problems, ...checks] }
}
