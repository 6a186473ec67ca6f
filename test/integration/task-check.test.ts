import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { LabAsset } from '../../server/src/domain/lab/lab.ts'
import { freshProgress } from '../../server/src/domain/task/judge-check.ts'
import { aLab, anAsset, FakeLabCatalog } from '../../server/src/testing/a-lab.ts'
import { aSandbox } from '../../server/src/testing/a-sandbox.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import { MemoryEventLog, MemorySandboxStore, MemoryTaskStore } from '../../server/src/testing/stores/index.ts'
import { SystemClock } from '../../server/src/adapters/system/system-clock.ts'
import { SandboxSettings } from '../../server/src/domain/sandbox/sandbox-settings.ts'
import { ProgressLedger } from '../../server/src/use-cases/task/progress-ledger.ts'
import { RunCheck } from '../../server/src/use-cases/task/check/run-check.ts'
import { SandboxChanges } from '../../server/src/use-cases/task/sandbox-changes.ts'
import { isScripted } from '../../server/src/domain/task/judge-check.ts'
import { EngineStage } from './engine-stage.ts'

const stage = new EngineStage()
const spec = stage.spec()
const scripts: Record<string, string> = {
  met: 'echo \'{"key":"fine","observed":"2 replicas"}\' >"$DOJO_RESULT"',
  unmet: 'exit 1',
  unsure: 'exit 75',
  environment: '[ "$VICTIM" = web ] && [ "$DOJO_TASK" = environment ] && [ "$(pwd)" = /opt/dojo/lab ]',
  garbage: 'head -c 3000 /dev/urandom >"$DOJO_RESULT"',
  oversized: 'head -c 50000000 /dev/zero | tr "\\0" x >"$DOJO_RESULT"',
  gigabyte: 'head -c 1000000000 /dev/zero; exit 0',
  hangs: 'trap "" TERM; sleep 1000 & sleep 1000',
  crashes: 'kill -SEGV $$',
  lingers: 'sleep 1000 & exit 0',
  'no-script': '',
}
const assets: LabAsset[] = Object.entries(scripts)
  .filter(([, text]) => text !== '')
  .map(([name, text]) => anAsset(`checks/${name}.sh`, `#!/bin/bash\n${text}\n`))
const lab = aLab({
  spec: {
    tasks: Object.keys(scripts).map((id) => ({
      id,
      mode: 'while',
      title: { en: id },
      check: { run: `checks/${id}.sh`, timeout: id === 'gigabyte' ? '30s' : '2s' },
    })),
  },
  assets,
})
const sandbox = aSandbox({ id: spec.sandboxId, params: { VICTIM: 'web' } })
const sandboxes = new MemorySandboxStore()
const tasks = new MemoryTaskStore()
const events = new MemoryEventLog()
const log = new MemoryLog()
const clock = new SystemClock()
const runCheck = new RunCheck(
  sandboxes,
  stage.engine,
  new ProgressLedger(tasks, events, new SandboxChanges(), clock),
  events,
  clock,
  log,
  new SandboxSettings(),
)

beforeAll(async () => {
  await sandboxes.insert(sandbox)
  await stage.engine.createNetwork(spec)
  await stage.engine.createJudge(spec)
})
afterAll(() => stage.close())

const check = async (id: string) => {
  const task = new FakeLabCatalog(lab).find(lab.id)?.file.spec.tasks.find((each) => each.id === id)
  if (!task || !isScripted(task)) throw new Error(`no task ${id}`)
  const startedAt = Date.now()
  const progress = await runCheck.execute(sandbox, lab, task)
  return { ...progress, ms: Date.now() - startedAt }
}
const inJudge = async (script: string) =>
  (
    await stage.engine.run(spec.sandboxId, 'judge', { argv: ['sh', '-c', script], timeoutMs: 10_000 })
  ).stdout.trim()

describe('a check in a real judge', () => {
  it('is brought there, met, and tells its key', async () => {
    expect(await check('met')).toMatchObject({ state: 'met', key: 'fine', observed: '2 replicas' })
    expect(await inJudge('stat -c "%u %a" /opt/dojo/lab/checks/met.sh')).toBe('0 755')
  })

  it.each([
    ['unmet', 'unmet'],
    ['unsure', 'inconclusive'],
    ['environment', 'met'],
    ['lingers', 'met'],
    ['gigabyte', 'met'],
  ])('%s is %s', async (id, state) => {
    expect((await check(id)).state).toBe(state)
  })

  it.each(['garbage', 'oversized', 'crashes', 'no-script'])(
    '%s is inconclusive and shows nothing',
    async (id) => {
      expect(await check(id)).toMatchObject({
        ...freshProgress(sandbox.id, id),
        state: 'inconclusive',
        outcome: 'inconclusive',
        checkedAt: expect.any(Number),
        ms: expect.any(Number),
      })
    },
  )

  it('that hangs is killed at its time limit, with all it started', async () => {
    const { state, ms } = await check('hangs')
    expect(state).toBe('inconclusive')
    expect(ms).toBeGreaterThan(1_900)
    await expect.poll(() => inJudge('pgrep -c sleep || true'), { timeout: 10_000 }).toBe('1')
  })

  it('leaves no files behind in the judge', async () => {
    expect(await inJudge('ls -d /tmp/check.* 2>/dev/null | wc -l')).toBe('0')
  })
})
