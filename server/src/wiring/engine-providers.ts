import { availableParallelism, hostname } from 'node:os'
import type { Provider } from '@nestjs/common'
import { TarSubmissionArchive } from '../adapters/archive/tar-submission-archive.ts'
import { DockerSandboxEngine } from '../adapters/docker/docker-sandbox-engine.ts'
import type { DockerEngineOptions } from '../adapters/docker/engine-options.ts'
import { DockerFaultEngine } from '../adapters/docker/fault-engine.ts'
import { DockerSandboxTopology } from '../adapters/docker/topology/docker-sandbox-topology.ts'
import { WsProbeGateway } from '../adapters/gateway/ws-probe-gateway.ts'
import { UnixSandboxGuard } from '../adapters/guard/unix-sandbox-guard.ts'
import { LabFilesCatalog } from '../adapters/lab-files/lab-files-catalog.ts'
import { FileRecordingStore } from '../adapters/recordings/file-recording-store.ts'
import { ProcHostLoad } from '../adapters/system/proc-host-load.ts'
import { FileEvidenceSigner } from '../adapters/signing/file-evidence-signer.ts'
import {
  EvidenceSigner,
  FaultEngine,
  HostLoad,
  LabCatalog,
  PlatformLog,
  ProbeGateway,
  RecordingStore,
  SandboxEngine,
  SandboxGuard,
  SandboxTopology,
  SubmissionArchive,
} from '../domain/ports/index.ts'
import { SandboxSettings } from '../domain/sandbox/sandbox-settings.ts'
import type { Foundation } from './foundation.ts'

/** Tag of this release's images. */
const imageTag = '0.1'

const engineOptions = ({ config }: Foundation): DockerEngineOptions => ({
  socketPath: config.dockerSocket,
  instance: config.instance,
  dataDir: config.dataDir,
  gatewayImage: `noops-dojo/gateway:${imageTag}`,
  gatewayAddress: config.gatewayAddress,
  imageTag,
})

const settings = ({ config }: Foundation): SandboxSettings =>
  new SandboxSettings({
    instance: config.instance,
    serverId: `${hostname()}:${config.dataDir}`,
    maxSandboxes: config.maxSandboxes,
    provisionConcurrency: config.provisionConcurrency,
    checksAtOnce: Math.max(4, availableParallelism()),
    isPoolOn: config.isPoolOn,
    prepareTimeoutMs: config.prepareTimeoutMs,
  })

/** Engine, guard, gateway and the folders: everything outside the process but the database. */
export const engineProviders = (foundation: Foundation): Provider[] => {
  const { config, secrets } = foundation
  const options = engineOptions(foundation)
  const withLog = <T>(port: abstract new () => T, make: (log: PlatformLog) => T): Provider => ({
    provide: port,
    useFactory: make,
    inject: [PlatformLog],
  })
  return [
    { provide: SandboxSettings, useValue: settings(foundation) },
    { provide: SandboxEngine, useValue: new DockerSandboxEngine(options) },
    { provide: FaultEngine, useValue: new DockerFaultEngine(options) },
    { provide: SandboxTopology, useValue: new DockerSandboxTopology(options) },
    { provide: HostLoad, useValue: new ProcHostLoad() },
    { provide: EvidenceSigner, useFactory: () => new FileEvidenceSigner(config.dataDir) },
    { provide: LabCatalog, useValue: new LabFilesCatalog(config.labsDir) },
    { provide: SubmissionArchive, useClass: TarSubmissionArchive },
    { provide: RecordingStore, useValue: new FileRecordingStore(config) },
    withLog(SandboxGuard, (log) => new UnixSandboxGuard(config.dataDir, log)),
    withLog(ProbeGateway, (log) => new WsProbeGateway(secrets.gatewayToken, log)),
  ]
}
