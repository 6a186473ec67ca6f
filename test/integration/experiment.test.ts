import type { GatewayProbe, Verdict } from '@noops-dojo/contracts'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { WsProbeGateway } from '../../server/src/adapters/gateway/ws-probe-gateway.ts'
import { SystemClock } from '../../server/src/adapters/system/system-clock.ts'
import type { Command } from '../../server/src/domain/ports/index.ts'
import { engineName, probeUrl } from '../../server/src/domain/sandbox/engine-names.ts'
import { aLab, anAsset } from '../../server/src/testing/a-lab.ts'
import { aSandbox } from '../../server/src/testing/a-sandbox.ts'
import { serveAttempts } from '../../server/src/testing/worlds/attempt-world.ts'
import { FakeSandboxEngine } from '../../server/src/testing/fakes/fake-sandbox-engine.ts'
import { FakeSandboxGuard } from '../../server/src/testing/fakes/fake-sandbox-guard.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import * as stores from '../../server/src/testing/stores/index.ts'
import type { WantedArm } from '../../server/src/use-cases/attempt/start-attempt.ts'
import { RecordEngineEvents } from '../../server/src/use-cases/sandbox/upkeep/record-engine-events.ts'
import { FaultStage } from './fault/fault-stage.ts'

const at = { between: ['0s', '500ms'] }
const task = (id: string, over: object) => ({
  id,
  mode: 'survive',
  title: { en: id },
  probe: 'shop',
  expect: { recoverWithin: '15s', hold: '2s', horizon: '15s' },
  handsOff: 'required',
  ...over,
})
const ablations = [{ id: 'policy', title: { en: 'No restarts' }, run: 'never.sh', restore: 'always.sh' }]
const spec = {
  probes: {
    shop: { http: 'http://web:8080/health' },
    alarm: { http: 'http://pager:9093/firing', every: '200ms' },
  },
  faults: {
    web: { use: 'container.crash', target: 'web' },
    api: { use: 'container.crash', target: 'api' },
    hang: { use: 'container.pause', target: 'web', with: { for: '30s' } },
  },
  writes: {
    orders: {
      post: 'http://api:8081/orders',
      body: { product: 'cup', quantity: 1, key: '{{KEY}}' },
      list: 'http://api:8081/orders/keys',
      every: '200ms',
      settle: '2s',
    },
  },
  tasks: [
    task('together', {
      faults: {
        order: 'together',
        of: [
          { use: 'web', at },
          { use: 'api', at },
        ],
      },
    }),
    task('second', { fault: { use: 'web', at }, onRepair: 'api' }),
    task('controls', {
      fault: { use: 'web', at },
      controls: { placebo: '4s', ablations },
      expect: { recoverWithin: '10s', hold: '2s', horizon: '8s' },
    }),
    task('writes', { fault: { use: 'api', at }, writes: 'orders' }),
    {
      id: 'told',
      mode: 'alert',
      title: { en: 'told' },
      alert: 'alarm',
      fault: { use: 'hang', at },
      expect: { fireWithin: '20s', quiet: '2s', resolveWithin: '20s' },
    },
  ],
}

const stage = new FaultStage()
const clock = new SystemClock()
const log = new MemoryLog()
const gateway = new WsProbeGateway(stage.gatewayToken, log)

/** Changes a service's task template and waits until Swarm has rolled it out. */
const change = async (name: string, template: (before: Record<string, unknown>) => object) => {
  const service = stage.docker.getService(engineName(stage.sandboxId, name))
  const { Spec, Version, UpdateStatus: before } = await service.inspect()
  Object.assign(Spec.TaskTemplate, template(Spec.TaskTemplate))
  await service.update({ ...Spec, version: Version.Index })
  await stage.until(async () => {
    const { UpdateStatus: now } = await service.inspect()
    return now?.State === 'completed' && now.StartedAt !== before?.StartedAt
  }, 90_000)
}
const restart = (Condition: 'any' | 'none') =>
  change('web', () => ({ RestartPolicy: { Condition, Delay: 0 } }))
/** On a busy machine a health check of a second fails by itself, and Swarm replaces what is well. */
const withoutHealthCheck = (name: string) =>
  change(name, ({ ContainerSpec }) => ({
    ContainerSpec: { ...(ContainerSpec as object), Healthcheck: { Test: ['NONE'] } },
  }))

/** There is no workstation on this stage: what the scripts would do is done to the real engine. */
class ScriptEngine extends FakeSandboxEngine {
  override async putFiles(): Promise<void> {}

  override async run(_id: string, _part: string, { argv }: Command) {
    await restart(argv.join(' ').includes('never.sh') ? 'none' : 'any')
    return { exitCode: 0, stdout: '', stderr: '', isTruncated: false, ms: 1 }
  }
}

const guard = new FakeSandboxGuard()
const surroundings = {
  ...{ clock, log, gateway, guard, engine: stage.engine, sandboxEngine: new ScriptEngine() },
  lab: aLab({ spec, assets: [anAsset('never.sh', ''), anAsset('always.sh', '')] }),
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

const probe = (name: string, url: string, everyMs: number): GatewayProbe => ({
  ...{ sandboxId: stage.sandboxId, name, url: probeUrl(stage.sandboxId, url), everyMs },
  ...{ expectStatus: 200, timeoutMs: 1000 },
})
const attempt = async (taskId: string, wanted: WantedArm = { arm: 'fault' }): Promise<Verdict> => {
  const { id } = await server.start.execute(stage.sandboxId, taskId, 'learner', wanted)
  await server.start.settle()
  const verdict = (await surroundings.attempts.find(id))?.verdict
  if (!verdict) throw new Error('no verdict')
  if (verdict.outcome === 'inconclusive') console.log(JSON.stringify(log.lines.slice(-5)))
  console.log(taskId, wanted.arm, verdict.sentence.en, JSON.stringify(verdict.detection ?? verdict.writes))
  return verdict
}

beforeAll(async () => {
  await surroundings.sandboxes.insert(aSandbox({ id: stage.sandboxId }))
  await guard.open({ sandboxId: stage.sandboxId, phase: 'open' } as never)
  await stage.open()
  const { origin, sandboxEngine } = await stage.gateway()
  stopWatching = new RecordEngineEvents(sandboxEngine, surroundings.events, clock, log).execute()
  const of = (name: string) => engineName(stage.sandboxId, name)
  await Promise.all([
    stage.service('web', 'shop-web:1.0', 1),
    stage.service('api', 'shop-api:1.0', 1),
    stage.container('pager', 'shop-pager:1.0', 'always'),
    stage.container('watch', 'shop-watch:1.0', 'always', {
      WATCH_URL: `http://${of('web')}:8080/health`,
      PAGER_URL: `http://${of('pager')}:9093/alerts`,
      WATCH_EVERY_MS: '500',
    }),
  ])
  await Promise.all(['web', 'api'].map(withoutHealthCheck))
  gateway.connect(origin)
  await stage.until(async () => gateway.isConnected())
  await gateway.setProbes(stage.sandboxId, [
    probe('shop', 'http://web:8080/health', 100),
    probe('alarm', 'http://pager:9093/firing', 200),
  ])
})
afterAll(async () => {
  stopWatching()
  gateway.close()
  await stage.close()
})

/** The experiment before may have left one that is just being started. */
const isUp = (...names: string[]) =>
  stage.until(async () => {
    const all = await Promise.all(names.map((name) => stage.engine.victims(stage.sandboxId, name)))
    return all.every((victims) => victims.length === 1)
  })
const answers = async () => {
  const now = clock.now()
  const samples = await gateway.samples(stage.sandboxId, 'shop', now - 2000, now)
  return samples.length > 10 && samples.every(([, good]) => good === 1)
}
beforeEach(async () => {
  await isUp('web', 'api')
  await stage.until(answers)
})

describe('an experiment on the real engine', () => {
  it('survives two crashes at once', async () => {
    const verdict = await attempt('together')
    expect(verdict.outcome).toBe('met')
    expect(verdict.injections.map(({ target }) => target).sort()).toEqual(['api', 'web'])
    expect(verdict.injections.every(({ round }) => round === 0)).toBe(true)
    expect(verdict.errorBudget).toBeNull()
    expect(verdict.score?.factors.map(({ name }) => name)).toEqual([
      'availability',
      'hands-off',
      'recovery-rate',
    ])
  })

  it('sees the repair begin and sets off the second fault', async () => {
    const verdict = await attempt('second')
    expect(verdict.injections.map(({ target, onRepair }) => [target, onRepair])).toEqual([
      ['web', false],
      ['api', true],
    ])
    expect(verdict.outcome).toBe('met')
  })

  it('is quiet without a fault', async () => {
    const verdict = await attempt('controls', { arm: 'placebo' })
    expect(verdict).toMatchObject({ outcome: 'met', arm: 'placebo', injections: [] })
  })

  it('does not recover without the mechanism, and gets it back', async () => {
    const verdict = await attempt('controls', { arm: 'ablation', ablation: 'policy' })
    expect(verdict).toMatchObject({ outcome: 'met', class: 'not-recovered', ablation: 'policy' })
    await isUp('web')
    expect(guard.policies.get(stage.sandboxId)?.phase).toBe('open')
  })

  it('fails for a lost write although the shop never failed', async () => {
    const verdict = await attempt('writes')
    expect(verdict).toMatchObject({ outcome: 'unmet', reason: 'write-lost' })
    expect(verdict.writes?.lost).toBeGreaterThan(0)
    expect(verdict.injections[0]?.class).toBe('tolerated')
  })

  it('hears the learner’s alert in time, and its end', async () => {
    const verdict = await attempt('told')
    expect(verdict.outcome).toBe('met')
    const { fired, resolved } = verdict.detection ?? {}
    expect(fired?.maxMs).toBeGreaterThan(fired?.minMs ?? 0)
    expect(resolved?.maxMs).toBeGreaterThan(resolved?.minMs ?? 0)
  })
})
