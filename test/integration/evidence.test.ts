import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerSandboxTopology } from '../../server/src/adapters/docker/topology/docker-sandbox-topology.ts'
import { WsProbeGateway } from '../../server/src/adapters/gateway/ws-probe-gateway.ts'
import * as prisma from '../../server/src/adapters/prisma/stores.ts'
import {
  evidencePublicKeyFile,
  FileEvidenceSigner,
} from '../../server/src/adapters/signing/file-evidence-signer.ts'
import { SystemClock } from '../../server/src/adapters/system/system-clock.ts'
import { projectRoot } from '../../server/src/config/environment.ts'
import { probeUrl } from '../../server/src/domain/sandbox/engine-names.ts'
import { aLab, FakeLabCatalog } from '../../server/src/testing/a-lab.ts'
import { aSandbox } from '../../server/src/testing/a-sandbox.ts'
import { serveAttempts } from '../../server/src/testing/worlds/attempt-world.ts'
import { FakeSandboxEngine } from '../../server/src/testing/fakes/fake-sandbox-engine.ts'
import { FakeSandboxGuard } from '../../server/src/testing/fakes/fake-sandbox-guard.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import * as memory from '../../server/src/testing/stores/index.ts'
import { BundleSandbox } from '../../server/src/use-cases/evidence/bundle-sandbox.ts'
import { ReadReport } from '../../server/src/use-cases/evidence/read-report.ts'
import { RecordEngineEvents } from '../../server/src/use-cases/sandbox/upkeep/record-engine-events.ts'
import { FaultStage } from './fault/fault-stage.ts'

const lab = aLab({
  spec: {
    images: ['shop-web:1.0'],
    probes: { shop: { http: 'http://web:8080/health' } },
    faults: { crash: { use: 'container.crash', target: 'web' } },
    tasks: [
      {
        ...{ id: 'crash', mode: 'survive', title: { en: 'It comes back' } },
        fault: { use: 'crash', at: { between: ['0s', '1s'] } },
        expect: { recoverWithin: '15s', hold: '3s', horizon: '20s' },
      },
    ],
  },
})

const stage = new FaultStage()
const clock = new SystemClock()
const log = new MemoryLog()
const gateway = new WsProbeGateway(stage.gatewayToken, log)
const labs = new FakeLabCatalog(lab)
const dataDir = mkdtempSync(join(tmpdir(), 'dojo-evidence-'))
const sandbox = aSandbox({ id: stage.sandboxId })
let database: prisma.Database
let events: prisma.PrismaEventLog
let text: string
let report: string
let stopWatching = () => {}

const verify = (bytes: string | Uint8Array, ...flags: string[]) => {
  const file = join(dataDir, 'some.evidence.ndjson')
  writeFileSync(file, bytes)
  const argv = [join(projectRoot, 'cli/src/main.ts'), 'verify', file, ...flags]
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' })
  return { status, said: stdout + stderr }
}

/** One attempt at a crash on the real engine, seen by the real gateway, kept in a real database. */
const runAttempt = async (stores: {
  attempts: prisma.PrismaAttemptStore
  samples: prisma.PrismaAttemptSampleStore
}) => {
  const surroundings = {
    ...{ clock, log, gateway, lab, events, engine: stage.engine, guard: new FakeSandboxGuard() },
    ...{ sandboxEngine: new FakeSandboxEngine(), cursors: new memory.MemoryCursorStore() },
    ...{ tasks: new prisma.PrismaTaskStore(database), faults: new prisma.PrismaFaultLedger(database) },
    ...{ sandboxes: new prisma.PrismaSandboxStore(database), leases: new prisma.PrismaLeaseStore(database) },
    ...stores,
  }
  await surroundings.sandboxes.insert(sandbox)
  // Its type asks for the stores in memory; every store keeps to the same contract.
  const server = serveAttempts(surroundings as unknown as Parameters<typeof serveAttempts>[0])
  const { id } = await server.start.execute(sandbox.id, 'crash')
  await server.start.settle()
  return id
}

beforeAll(async () => {
  database = prisma.openDatabase({
    ...{ databaseUrl: undefined, dataDir, password: 'secret', log: () => {} },
    migrationsDir: join(projectRoot, 'prisma/migrations'),
    schemaFile: join(projectRoot, 'prisma/schema.prisma'),
  })
  await new Promise<void>((resolve) => database.whenReady(resolve))
  events = new prisma.PrismaEventLog(database)
  await stage.open()
  const { origin, sandboxEngine } = await stage.gateway()
  stopWatching = new RecordEngineEvents(sandboxEngine, events, clock, log).execute()
  await stage.service('web', 'shop-web:1.0', 1)
  gateway.connect(origin)
  const url = probeUrl(sandbox.id, 'http://web:8080/health')
  const timing = { everyMs: 100, timeoutMs: 1000 }
  await gateway.setProbes(sandbox.id, [
    { sandboxId: sandbox.id, name: 'shop', url, expectStatus: 200, ...timing },
  ])
  const attempts = new prisma.PrismaAttemptStore(database)
  const samples = new prisma.PrismaAttemptSampleStore(database)
  const attemptId = await runAttempt({ attempts, samples })
  const topology = new DockerSandboxTopology(stage.options)
  const bundler = new BundleSandbox(
    ...([events, attempts, samples, labs, topology, new FileEvidenceSigner(dataDir), clock] as const),
  )
  text = ''
  for await (const piece of bundler.execute(sandbox)) text += piece
  report = await new ReadReport(attempts, samples, events, labs).execute(sandbox, attemptId, 'html', 'en')
})
afterAll(async () => {
  stopWatching()
  gateway.close()
  await stage.close()
  await events.stop()
  await database.stop()
  rmSync(dataDir, { recursive: true, force: true })
})

describe('the evidence of an attempt on the real engine, from a real database', () => {
  it('is genuine for dojo verify, which has nothing but the file', () => {
    const { status, said } = verify(text)
    expect(said).toMatch(/^✓ Genuine: \d+ events, 1 attempt, \d{2,} samples of sandbox/)
    expect(said).toContain('compare its fingerprint')
    expect(status).toBe(0)
  })

  it('is genuine against the dojo’s own public key, and not against another', () => {
    const own = verify(text, '--key', join(dataDir, evidencePublicKeyFile))
    expect([own.status, own.said]).toEqual([0, expect.not.stringContaining('compare its fingerprint')])
    const other = verify(text, '--key', `sha256:${'0'.repeat(64)}`)
    expect([other.status, other.said]).toEqual([
      1,
      expect.stringContaining('not with the one that was given'),
    ])
  })

  it('names the event in which one byte was changed', () => {
    const bytes = Buffer.from(text)
    const at = bytes.indexOf('"kind":"fault.effective"')
    bytes[at + 9] = (bytes[at + 9] as number) ^ 1
    const { status, said } = verify(bytes)
    expect(said).toMatch(/^✗ Changed: event \d+ \(fault\.effective, \d\d:\d\d:\d\d\) was changed\.\n/)
    expect(status).toBe(1)
  })

  it('names what ran, by content', () => {
    const [header = ''] = text.split('\n')
    const { images } = JSON.parse(header) as { images: Record<string, string> }
    expect(images['shop-web:1.0']).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(images['workstation']).toMatch(/^sha256:/)
  })

  it('holds the samples that the verdict was counted from', () => {
    const attempt = text.split('\n').find((line) => line.startsWith('{"attempt"')) as string
    const { verdict } = (JSON.parse(attempt) as { attempt: { verdict: { availability: { total: number } } } })
      .attempt
    expect(verdict.availability.total).toBeGreaterThan(20)
    expect(text).toMatch(/"line":"samples"/)
  })

  it('is told in a report with the heartbeat drawn', () => {
    expect(report).toMatch(/<path class="good" d="M[^"]{200,}"/)
    expect(report).toMatch(/<path class="possible" d="M/)
    expect(report).toMatch(/<dt>Outage<\/dt><dd>(&gt; )?\d+\.\d/)
  })
})

it('a file that is no bundle is said to be none', () => {
  expect(verify('{"hello":1}\n')).toMatchObject({
    status: 4,
    said: expect.stringContaining('Not an evidence bundle') as string,
  })
  const missing = spawnSync(process.execPath, [
    join(projectRoot, 'cli/src/main.ts'),
    'verify',
    join(dataDir, 'none'),
  ])
  expect(missing.status).toBe(4)
})
