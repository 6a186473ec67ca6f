import { terminalUseCases } from '../use-cases/terminal/index.ts'
import { TerminalGateway } from './terminal.gateway.ts'
import { UpgradeGate } from './upgrade-gate.ts'

/**
 * Providers of the web terminal, for core-providers.ts. They need Config, SandboxEngine, SandboxStore, TicketStore,
 * EventLog, RecordingStore, Clock, RandomSource and PlatformLog; main.ts calls
 * `app.useWebSocketAdapter(new RawWsAdapter(app))`.
 */
export const terminalProviders = [...terminalUseCases, UpgradeGate, TerminalGateway]
