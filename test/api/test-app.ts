import 'reflect-metadata'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { NestExpressApplication } from '@nestjs/platform-express'
import { Test } from '@nestjs/testing'
import type { Learner } from '@noops-dojo/contracts'
import request from 'supertest'
import { TarSubmissionArchive } from '../../server/src/adapters/archive/tar-submission-archive.ts'
import { createLogger } from '../../server/src/adapters/system/pino-log.ts'
import { Config, readConfig } from '../../server/src/config/config.ts'
import { PlatformKeys } from '../../server/src/domain/classroom/platform-keys.ts'
import { sealSession } from '../../server/src/domain/classroom/session-token.ts'
import * as ports from '../../server/src/domain/ports/index.ts'
import { SandboxSettings } from '../../server/src/domain/sandbox/sandbox-settings.ts'
import type { Sandbox } from '../../server/src/domain/sandbox/sandbox.ts'
import { AllowedOrigins } from '../../server/src/http/access/allowed-origins.ts'
import { configureApp } from '../../server/src/http/configure-app.ts'
import { httpControllers } from '../../server/src/http/http-providers.ts'
import { RawWsAdapter } from '../../server/src/terminal/raw-ws-adapter.ts'
import { aLab, FakeLabCatalog } from '../../server/src/testing/a-lab.ts'
import { aSandbox } from '../../server/src/testing/a-sandbox.ts'
import { FakeHostLoad } from '../../server/src/testing/worlds/attempt-world.ts'
import { FakeClock } from '../../server/src/testing/fakes/fake-clock.ts'
import { FakeEvidenceSigner } from '../../server/src/testing/fakes/fake-evidence-signer.ts'
import { FakeFaultEngine } from '../../server/src/testing/fakes/fake-fault-engine.ts'
import { FakeProbeGateway } from '../../server/src/testing/fakes/fake-probe-gateway.ts'
import { FakeRandomSource } from '../../server/src/testing/fakes/fake-random-source.ts'
import { FakeSandboxEngine } from '../../server/src/testing/fakes/fake-sandbox-engine.ts'
import { FakeSandboxGuard } from '../../server/src/testing/fakes/fake-sandbox-guard.ts'
import { FakeSandboxTopology } from '../../server/src/testing/fakes/fake-sandbox-topology.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import { MemoryRecordingStore } from '../../server/src/testing/fakes/memory-recording-store.ts'
import * as memory from '../../server/src/testing/stores/index.ts'
import { coreProviders } from '../../server/src/wiring/core-providers.ts'

export const keys = { instructorKey: 'the-key', graderToken: 'the-token', sessionSecret: 'the-secret' }
export const origin = 'https://dojo.example'

/** Every port as a fake, within reach of the test. */
const makeFakes = (clock = new FakeClock()) => ({
  clock,
  faults: new FakeFaultEngine(clock),
  random: new FakeRandomSource(),
  log: new MemoryLog(),
  engine: new FakeSandboxEngine(),
  guard: new FakeSandboxGuard(),
  gateway: new FakeProbeGateway(),
  labs: new FakeLabCatalog(
    aLab({ id: 'first-steps', spec: { probes: { web: { http: 'http://web:8080/health' } } } }),
    aLab({ id: 'second-steps' }),
  ),
  recordings: new MemoryRecordingStore(),
  topology: new FakeSandboxTopology(),
  signer: new FakeEvidenceSigner(),
  attempts: new memory.MemoryAttemptStore(),
  samples: new memory.MemoryAttemptSampleStore(),
  classrooms: new memory.MemoryClassroomStore(),
  cursors: new memory.MemoryCursorStore(),
  events: new memory.MemoryEventLog(),
  ledger: new memory.MemoryFaultLedger(),
  leases: new memory.MemoryLeaseStore(),
  sandboxes: new memory.MemorySandboxStore(),
  tasks: new memory.MemoryTaskStore(),
  tickets: new memory.MemoryTicketStore(),
  roomOrigin: 'http://192.168.1.20:7420' as string | null,
  parts: { database: { ok: true, detail: 'connected' } } as Record<string, ports.PartHealth>,
})
export type Fakes = ReturnType<typeof makeFakes>

const provide = (token: unknown, useValue: unknown) => ({ provide: token as never, useValue })

const fakeProviders = (fakes: Fakes, config: Config) => [
  provide(Config, config),
  provide(PlatformKeys, new PlatformKeys(keys)),
  provide(AllowedOrigins, new AllowedOrigins(config.extraOrigins)),
  provide(SandboxSettings, new SandboxSettings({ maxSandboxes: 5 })),
  provide(ports.Clock, fakes.clock),
  provide(ports.RandomSource, fakes.random),
  provide(ports.PlatformLog, fakes.log),
  provide(ports.SandboxEngine, fakes.engine),
  provide(ports.SandboxGuard, fakes.guard),
  provide(ports.ProbeGateway, fakes.gateway),
  provide(ports.HostLoad, new FakeHostLoad()),
  provide(ports.FaultEngine, fakes.faults),
  provide(ports.LabCatalog, fakes.labs),
  provide(ports.RecordingStore, fakes.recordings),
  provide(ports.SubmissionArchive, new TarSubmissionArchive()),
  provide(ports.SandboxTopology, fakes.topology),
  provide(ports.EvidenceSigner, fakes.signer),
  provide(ports.AttemptSampleStore, fakes.samples),
  provide(ports.AttemptStore, fakes.attempts),
  provide(ports.ClassroomStore, fakes.classrooms),
  provide(ports.CursorStore, fakes.cursors),
  provide(ports.EventLog, fakes.events),
  provide(ports.FaultLedger, fakes.ledger),
  provide(ports.LeaseStore, fakes.leases),
  provide(ports.SandboxStore, fakes.sandboxes),
  provide(ports.TaskStore, fakes.tasks),
  provide(ports.TicketStore, fakes.tickets),
  provide(ports.RoomAddress, { origin: () => fakes.roomOrigin }),
  provide(ports.Readiness, { parts: async () => fakes.parts }),
]

/** The server's edge and use cases on fakes; nothing is listened on until a request is made. */
export class TestApp {
  private constructor(
    readonly app: NestExpressApplication,
    readonly fakes: Fakes,
    readonly webDir: string,
    readonly logLines: string[],
  ) {}

  static async start(): Promise<TestApp> {
    const webDir = mkdtempSync(join(tmpdir(), 'dojo-web-'))
    const config = readConfig({ DOJO_DATA: webDir, DOJO_WEB: webDir, DOJO_ORIGINS: origin })
    const fakes = makeFakes()
    const module = await Test.createTestingModule({
      controllers: httpControllers,
      providers: [...fakeProviders(fakes, config), ...coreProviders],
    }).compile()
    const app = module.createNestApplication<NestExpressApplication>({ bodyParser: false, logger: false })
    const logLines: string[] = []
    configureApp(app, createLogger('debug', { write: (line) => logLines.push(line) }), webDir)
    app.useWebSocketAdapter(new RawWsAdapter(app))
    await app.listen(0, '127.0.0.1')
    return new TestApp(app, fakes, webDir, logLines)
  }

  async stop(): Promise<void> {
    await this.app.close()
    rmSync(this.webDir, { recursive: true, force: true })
  }

  get http() {
    return request(this.app.getHttpServer())
  }

  /** A learner of a class of theirs, as rows; gives the session cookie. */
  async learner(over: Partial<Learner> = {}): Promise<string> {
    const { classrooms, clock } = this.fakes
    const learner = {
      id: 'learner1',
      nickname: 'Ken',
      locale: 'en' as const,
      classroomId: 'class1',
      joinedAt: 1,
      ...over,
    }
    if ((await classrooms.find(learner.classroomId)) === undefined)
      await classrooms.insert({
        id: learner.classroomId,
        name: 'Dojo',
        code: `CODE${classrooms.classrooms.size}A`,
        createdAt: 1,
        closedAt: null,
      })
    await classrooms.insertLearner(learner)
    return cookie({ role: 'learner', learnerId: learner.id, expiresAt: clock.now() + 60_000 })
  }

  get instructor(): string {
    return cookie({ role: 'instructor', expiresAt: this.fakes.clock.now() + 60_000 })
  }

  get grader(): string {
    return `Bearer ${keys.graderToken}`
  }

  /** A ready sandbox of learner1 (or as `over` says), as a row and in the engine. */
  async sandbox(over: Partial<Sandbox> = {}): Promise<Sandbox> {
    const now = this.fakes.clock.now()
    const times = { createdAt: now, readyAt: now, claimedAt: now, lastActiveAt: now, endsAt: now + 3_600_000 }
    const sandbox = aSandbox({ ...times, previewToken: `preview-${over.id ?? 'sandbox001'}`, ...over })
    await this.fakes.sandboxes.insert(sandbox)
    const spec = { sandboxId: sandbox.id, deadline: now } as ports.SandboxSpec
    await this.fakes.engine.createNetwork(spec)
    await this.fakes.engine.createWorkstation(spec)
    await this.fakes.engine.createJudge(spec)
    return sandbox
  }
}

const cookie = (claims: Parameters<typeof sealSession>[0]): string =>
  `dojo_session=${encodeURIComponent(sealSession(claims, keys.sessionSecret))}`
