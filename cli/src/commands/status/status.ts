import colors from 'picocolors'
import { fingerprintOfFile } from '../../evidence/public-key.ts'
import { addressOf, roomAddress } from '../../launcher/address.ts'
import { readBrokenLabs, type BrokenLab } from '../../launcher/broken-labs.ts'
import { readJoinCode } from '../../launcher/classroom.ts'
import { DataFolder, type FailedStart } from '../../launcher/data-folder.ts'
import type { Settings } from '../../launcher/settings.ts'
import { ManagedProcess } from '../../parts/process-record.ts'
import { isGuardWell, readReadiness, type PartHealth } from '../../parts/start-parts.ts'

export interface Status {
  readonly instance: string
  readonly dataDir: string
  readonly isReady: boolean
  /** As others in the room reach it; null when it was never started. */
  readonly address: string | null
  readonly joinCode: string | null
  readonly joinUrl: string | null
  readonly instructorKey: string | null
  /** Fingerprint of the key that signs evidence, for `dojo verify --key`. */
  readonly evidenceKey: string | null
  readonly parts: PartHealth
  /** Labs that it could not use; the others run, so that it is ready all the same. */
  readonly brokenLabs: readonly BrokenLab[]
  /** The last start, when it failed; null when it did not, or there was none. */
  readonly failedStart: FailedStart | null
}

const processHealth = (process: ManagedProcess, isWell: boolean) => {
  const record = process.running()
  if (!record) return { ok: false, detail: 'does not run' }
  return { ok: isWell, detail: `process ${record.pid}${isWell ? '' : ', does not answer'}` }
}

/** Reads how a dojo is: its processes, what /readyz says of the rest, and what people need to enter it. */
export const readStatus = async (settings: Settings): Promise<Status> => {
  const folder = new DataFolder(settings.dataDir)
  folder.checkBelongsTo(settings.instance)
  const last = folder.lastStart()
  const listening = last && { host: last.host, port: last.port, tls: last.hasTls || undefined }
  const server = new ManagedProcess(folder, 'server')
  // Only our own process is asked: the port may be another program's by now.
  const own = listening && server.running() ? addressOf(listening) : undefined
  const readiness = own ? await readReadiness(own) : undefined
  const instructorKey = folder.knownSecrets()?.instructorKey ?? null
  const joinCode = own && instructorKey ? ((await readJoinCode(own, instructorKey)) ?? null) : null
  const address = listening ? roomAddress(listening) : null
  const isGuardReady = await isGuardWell(folder)
  return {
    instance: settings.instance,
    dataDir: settings.dataDir,
    isReady: readiness?.ready === true && isGuardReady,
    address,
    joinCode,
    joinUrl: address && joinCode ? `${address}/join/${joinCode}` : null,
    instructorKey,
    // The server writes it beside its private half (server/src/adapters/signing).
    evidenceKey: fingerprintOfFile(folder.file('evidence-key.pub.pem')) ?? null,
    parts: {
      ...readiness?.parts,
      server: processHealth(server, readiness !== undefined),
      guard: processHealth(new ManagedProcess(folder, 'guard'), isGuardReady),
    },
    brokenLabs: own && readiness ? await readBrokenLabs(own) : [],
    failedStart: folder.failedStart() ?? null,
  }
}

/** Gives the mark of a part: labs that are broken are no reason to be not ready, and none for a green mark. */
const markOf = (name: string, isOk: boolean, brokenLabs: readonly BrokenLab[]): string => {
  if (!isOk) return colors.red('✗')
  return name === 'labs' && brokenLabs.length > 0 ? colors.yellow('!') : colors.green('✓')
}

const failureLines = ({ failedStart }: Status): string[] =>
  failedStart === null
    ? []
    : [
        `${colors.yellow('!')} The last start failed (${failedStart.failedAt}): ${failedStart.reason}`,
        `  log            ${failedStart.log}`,
      ]

const neverStarted = (status: Status): string =>
  status.failedStart === null
    ? `${status.instance} was not started yet: run "dojo up".`
    : [`${status.instance} is ${colors.red('not running')}`, ...failureLines(status)].join('\n')

const partLines = (status: Status): string[] => [
  `${status.instance} is ${status.isReady ? colors.green('ready') : colors.red('not ready')}`,
  `  address        ${status.address}`,
  `  join code      ${status.joinCode ?? '-'}`,
  `  instructor key ${status.instructorKey ?? '-'}`,
  `  evidence key   ${status.evidenceKey ?? '-'}`,
  ...Object.entries(status.parts).map(
    ([name, part]) => `  ${markOf(name, part.ok, status.brokenLabs)} ${name.padEnd(12)} ${part.detail}`,
  ),
  ...status.brokenLabs.map(({ sentence }) => `${colors.yellow('!')} ${sentence}`),
  ...failureLines(status),
]

/** Gives the status as people read it. */
export const statusText = (status: Status): string =>
  status.address === null ? neverStarted(status) : partLines(status).join('\n')

/** Prints the status; sets exit code 1 when the dojo is not ready. */
export const printStatus = async (settings: Settings, isJson: boolean): Promise<void> => {
  const status = await readStatus(settings)
  if (!status.isReady) process.exitCode = 1
  if (isJson) return console.log(JSON.stringify(status, null, 2))
  console.log(statusText(status))
}
