import type { Provider } from '@nestjs/common'
import type { Logger } from 'pino'
import type { Secrets } from '../adapters/system/secrets-file.ts'
import { CryptoRandomSource } from '../adapters/system/crypto-random-source.ts'
import { NetworkRoomAddress } from '../adapters/system/network-room-address.ts'
import { PinoLog } from '../adapters/system/pino-log.ts'
import { SystemClock } from '../adapters/system/system-clock.ts'
import { Config } from '../config/config.ts'
import { PlatformKeys } from '../domain/classroom/platform-keys.ts'
import { Clock, PlatformLog, RandomSource, RoomAddress } from '../domain/ports/index.ts'
import { AllowedOrigins } from '../http/access/allowed-origins.ts'

/** What main.ts has made before Nest starts. */
export interface Foundation {
  readonly config: Config
  readonly secrets: Secrets
  readonly logger: Logger
}

/** Time, chance, log and keys. */
export const systemProviders = ({ config, secrets, logger }: Foundation): Provider[] => [
  { provide: Config, useValue: config },
  { provide: Clock, useClass: SystemClock },
  { provide: RandomSource, useClass: CryptoRandomSource },
  { provide: PlatformLog, useValue: new PinoLog(logger) },
  { provide: PlatformKeys, useValue: new PlatformKeys(secrets) },
  { provide: RoomAddress, useValue: new NetworkRoomAddress(config) },
  { provide: AllowedOrigins, useValue: new AllowedOrigins(config.extraOrigins) },
]
