import type { GatewayProbe, Verdict } from '@noops-dojo/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WsProbeGateway } from '../../server/src/adapters/gateway/ws-probe-gateway.ts'
import { SystemClock } from '../../server/src/adapters/system/system-clock.ts'
import { engineName, probeUrl } from '../../server/src/domain/sandbox/engine-names.ts'
import { aLab } from '../../server/src/testing/a-lab.ts'
import { aSandbox } from '../../server/src/testing/a-sandbox.ts'
import { serveAttempts } from '../../server/src/testing/worlds/attempt-world.ts'
import { FakeSandboxGuard } from '../../server/src/testing/fakes/fake-sandbox-guard.ts'
import { FakeSandboxEngine } from '../../server/src/testing/fakes/fake-sandbox-engine.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import * as stores from '../../server/src/testing/stores/index.ts'
import { RecordEngineEvents } from '../../server/src/use-cases/sandbox/upkeep/record-engine-events.ts'
import { FaultStage } from './fault/fault-stage.ts'

const task = (id: string, use: string, over: object = {}) => ({
  id,
  mode: 'survive',
  title: { en: id },
  fault: { use, at: { between: ['0s', '1s'] } },
  expect: { recoverWithin: '15s', hold: '4s', horizon: '20s' },
  ...over,
})

const lab = aLab({
  spec: {
    probes: { shop: { http: 'http://web:8080/health' } },
    faults: {
      crash: { use: 'container.crash', target: 'web' },
      hang: { use: 'process.stop', target: 'web', with: { for: '6s' } },
    },
    tasks: [
      task('crash', 'crash'),
      task('hang', 'hang', { expect: { recoverWithin: '15s', hold: '2s', horizon: '15s' } }),
      task('replicas', 'crash'),
    ],
  },
})

const stage = new FaultStage()
const clock = new SystemClock()
const log = new MemoryLog()
const gateway = new WsProbeGateway(stage.gatewayToken, log)
const surroundings = {
  sandboxEngine: new FakeSandboxEngine(),
  ...{ clock, log, gateway, lab, engine: stage.engine, guard: new FakeSandboxGuard() },
  sandboxes: new stores.MemorySandboxStore(),
  tasks: new stores.MemoryTaskStore(),
  events: new stores.MemoryEventLog(),
  attempts: new stores.MemoryAttemptStore(),
  samples: new stores.MemoryAttemptSampleStore(),
  faults: new stores.MemoryFaultLedger(),
  leases: new stores.MemoryLeaseStore(),
  cursors: new stores.MemoryCursorStore(),
}
const server = serveAttempts(surroundings)
let stopWatching = () => {}

const probe: GatewayProbe = {
  sandboxId: stage.sandboxId,
  name: 'shop',
  url: probeUrl(stage.sandboxId, 'http://web:8080/health'),
  expectStatus: 200,
  everyMs: 100,
  timeoutMs: 1000,
}

const attempt = async (taskId: string): Promise<Verdict> => {
  const { id } = await server.start.execute(stage.sandboxId, taskId)
  await server.start.settle()
  const verdict = (await surroundings.attempts.find(id))?.verdict
  if (!verdict) throw new Error('no verdict')
  console.log(
    verdict.sentence.en,
    JSON.stringify(verdict.injections.map(({ outage, recovery }) => ({ outage, recovery }))),
  )
  if (process.env['DOJO_DEBUG'])
    for (const event of await surroundings.events.list(stage.sandboxId, 0, 1000))
      console.log(event.at - verdict.from, event.kind, event.actor, JSON.stringify(event.data).slice(0, 300))
  return verdict
}

beforeAll(async () => {
  await surroundings.sandboxes.insert(aSandbox({ id: stage.sandboxId }))
  await stage.open()
  const { origin, sandboxEngine } = await stage.gateway()
  stopWatching = new RecordEngineEvents(sandboxEngine, surroundings.events, clock, log).execute()
  await stage.service('web', 'shop-web:1.0', 1)
  gateway.connect(origin)
  await stage.until(async () => gateway.isConnected())
  await gateway.setProbes(stage.sandboxId, [probe])
})
afterAll(async () => {
  stopWatching()
  gateway.close()
  await stage.close()
})

describe('a survive attempt on the real engine, measured by the real gateway', () => {
  it('sees that Swarm healed a crash, with the outage as an interval and no hands', async () => {
    const verdict = await attempt('crash')
    expect(verdict).toMatchObject({ outcome: 'met', class: 'self-recovered-during' })
    const [injection] = verdict.injections
    expect(injection?.healedBy.map(({ by }) => by)).toEqual(['swarm'])
    expect(injection?.outage?.maxMs).toBeGreaterThan(injection?.outage?.minMs ?? 0)
    expect(verdict.sentence.en).toMatch(/^Healed by Swarm in \d+\.\d–\d+\.\d s, no hands\.$/)
  })

  it('sees that a hang without a health check that bites is not healed, only over', async () => {
    const service = stage.docker.getService(engineName(stage.sandboxId, 'web'))
    const { Spec: spec, Version: version } = await service.inspect()
    spec.TaskTemplate.ContainerSpec.Healthcheck = { Test: ['NONE'] }
    await service.update({ ...spec, version: version.Index })
    await stage.until(async () => (await service.inspect()).UpdateStatus?.State === 'completed')
    const verdict = await attempt('hang')
    expect(verdict).toMatchObject({ outcome: 'unmet', class: 'self-recovered-after-lift' })
  })

  it('sees that two replicas lose little or nothing', async () => {
    const service = stage.docker.getService(engineName(stage.sandboxId, 'web'))
    const { Spec: spec, Version: version } = await service.inspect()
    await service.update({ ...spec, version: version.Index, Mode: { Replicated: { Replicas: 2 } } })
    await stage.until(async () => (await stage.engine.victims(stage.sandboxId, 'web')).length === 2)
    const verdict = await attempt('replicas')
    expect(verdict.outcome).toBe('met')
    expect(verdict.availability?.ratio).toBeGreaterThan(0.9)
  })
})
