import 'reflect-metadata'
import type { AddressInfo } from 'node:net'
import { Module } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import { Config } from '../../../server/src/config/config.ts'
import {
  Clock,
  EventLog,
  PlatformLog,
  ProbeGateway,
  RandomSource,
  RecordingStore,
  SandboxEngine,
  SandboxStore,
  type Shell,
  type Ticket,
  TicketStore,
} from '../../../server/src/domain/ports/index.ts'
import type { Sandbox } from '../../../server/src/domain/sandbox/sandbox.ts'
import { AllowedOrigins } from '../../../server/src/http/access/allowed-origins.ts'
import { LiveViews } from '../../../server/src/live/live-views.ts'
import { liveProviders } from '../../../server/src/live/live.module.ts'
import { RawWsAdapter } from '../../../server/src/terminal/raw-ws-adapter.ts'
import { terminalProviders } from '../../../server/src/terminal/terminal.module.ts'
import { aSandbox } from '../../../server/src/testing/a-sandbox.ts'
import { FakeShell } from '../../../server/src/testing/fakes/fake-shell.ts'
import { MemoryLog } from '../../../server/src/testing/fakes/memory-log.ts'
import { MemoryRecordingStore } from '../../../server/src/testing/fakes/memory-recording-store.ts'
import {
  MemoryEventLog,
  MemorySandboxStore,
  MemoryTicketStore,
} from '../../../server/src/testing/stores/index.ts'
import { RecordActivity } from '../../../server/src/use-cases/sandbox/record-activity.ts'
import { OpenConnections } from '../../../server/src/use-cases/session/open-connections.ts'
import { Presence } from '../../../server/src/use-cases/task/presence.ts'
import { SandboxChanges } from '../../../server/src/use-cases/task/sandbox-changes.ts'
import { IssueTicket } from '../../../server/src/use-cases/terminal/issue-ticket.ts'
import { CryptoRandomSource } from '../../../server/src/adapters/system/crypto-random-source.ts'
import { SystemClock } from '../../../server/src/adapters/system/system-clock.ts'

/** Stands in for the engine: a shell per terminal, made by the test. */
export class ShellEngine {
  readonly opened: { sandboxId: string; terminal: string; size: string }[] = []
  shells: FakeShell[] = []
  failure: Error | undefined
  makeShell: (sandboxId: string, terminal: string) => Promise<Shell> = async () => {
    const shell = new FakeShell()
    this.shells.push(shell)
    return shell
  }

  async openShell(sandboxId: string, terminal: string, size: { cols: number; rows: number }): Promise<Shell> {
    if (this.failure) throw this.failure
    this.opened.push({ sandboxId, terminal, size: `${size.cols}x${size.rows}` })
    return this.makeShell(sandboxId, terminal)
  }

  get shell(): FakeShell {
    return this.shells.at(-1) as FakeShell
  }
}

/** Nest with the terminal’s and the live sockets’ providers on a free port; `engine` needs `openShell` only. */
export const startTerminalServer = async (
  engine: object = new ShellEngine(),
  sandboxId = 'sandbox001',
  recordings = new MemoryRecordingStore(),
) => {
  const stores = { sandboxes: new MemorySandboxStore(), events: new MemoryEventLog() }
  const log = new MemoryLog()
  const live = {
    sandbox: async (id: string): Promise<unknown> => ({ id, state: 'ready' }),
    board: async (): Promise<unknown[]> => [],
    preparation: async (): Promise<unknown> => null,
  }
  const probes = {
    listener: (_probe: string, _samples: unknown[]): void => undefined,
    subscribe: (_id: string, listener: (probe: string, samples: unknown[]) => void) => {
      probes.listener = listener
      return () => undefined
    },
  }
  const provide = <T>(token: unknown, value: T) => ({ provide: token as string, useValue: value })

  class TestModule {}
  Module({
    providers: [
      provide(Config, { dataDir: '/nowhere' }),
      provide(AllowedOrigins, new AllowedOrigins(['https://school.test'])),
      provide(SandboxEngine, engine),
      provide(SandboxStore, stores.sandboxes),
      provide(TicketStore, new MemoryTicketStore()),
      provide(EventLog, stores.events),
      provide(RecordingStore, recordings),
      provide(Clock, new SystemClock()),
      provide(RandomSource, new CryptoRandomSource()),
      provide(PlatformLog, log),
      provide(ProbeGateway, probes),
      provide(LiveViews, live),
      OpenConnections,
      Presence,
      RecordActivity,
      SandboxChanges,
      ...terminalProviders,
      ...liveProviders,
    ],
  })(TestModule)
  const app = await NestFactory.create(TestModule, { logger: false, forceCloseConnections: true })
  app.useWebSocketAdapter(new RawWsAdapter(app))
  await app.listen(0, '127.0.0.1')
  const { port } = app.getHttpServer().address() as AddressInfo
  const sandbox: Sandbox = aSandbox({ id: sandboxId })
  await stores.sandboxes.insert(sandbox)
  const ticketFor = (over: Partial<Ticket> = {}) =>
    app.get(IssueTicket).execute({
      purpose: 'terminal',
      sandboxId: sandbox.id,
      classroomId: null,
      terminal: 'main',
      learnerId: sandbox.learnerId,
      role: 'learner',
      ...over,
    })
  const address = async (over: Partial<Ticket> = {}) => `ws://127.0.0.1:${port}${(await ticketFor(over)).url}`
  return {
    app,
    port,
    origin: `http://127.0.0.1:${port}`,
    sandbox,
    ...stores,
    recordings,
    log,
    live,
    probes,
    ticketFor,
    address,
  }
}
