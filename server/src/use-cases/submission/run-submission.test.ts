import { expect, it, vi } from 'vitest'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { FakeClock } from '../../testing/fakes/fake-clock.ts'
import { FakeSandboxEngine } from '../../testing/fakes/fake-sandbox-engine.ts'
import { MemoryEventLog } from '../../testing/stores/index.ts'
import { RunSubmission } from './run-submission.ts'

it('tells when the hands on the sandbox were off again, also when the run could not be followed to its end', async () => {
  const engine = new FakeSandboxEngine()
  const events = new MemoryEventLog()
  const clock = new FakeClock()
  const sandbox = aSandbox()
  vi.spyOn(engine, 'run').mockImplementation(async () => {
    await clock.sleep(4_000)
    throw new Error('the engine went away')
  })
  const run = new RunSubmission(engine, events, clock).execute(sandbox, { script: 'up.sh', timeoutMs: 1 })
  const refused = expect(run).rejects.toThrow('the engine went away')
  await clock.advance(5_000)
  await refused
  const [began, ended] = await events.list(sandbox.id, 0, 10)
  expect([began?.data['action'], ended?.data['action']]).toEqual(['submission.run', 'submission.end'])
  expect((ended?.at ?? 0) - (began?.at ?? 0)).toBe(4_000)
})
