import { join } from 'node:path'
import { DojoError } from '@noops-dojo/contracts'
import type { ContainerCreateOptions, ContainerInspectInfo } from 'dockerode'
import { controlNetworkName, engineLabels, gatewayName } from '../../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus } from '../engine-errors.ts'
import type { DockerEngineOptions } from '../engine-options.ts'
import { hardened } from '../parts/hardening.ts'
import { whileNameIsReserved } from '../parts/reserved-name.ts'

const port = 7430
const portKey = `${port}/tcp`
const limits = { memoryMiB: 512, cpus: 1, pids: 256 }
/** Ten times a container's usual 1024: a probe that waits for the processor behind a learner's load goes out late. */
const cpuShares = 10_240

/** The gateway is in every sandbox network: it must not forward between them, and has no capability at all. */
export const gatewayOptions = (options: DockerEngineOptions): ContainerCreateOptions => ({
  name: gatewayName(options.instance),
  Image: options.gatewayImage,
  Env: ['DOJO_GATEWAY_TOKEN_FILE=/run/gateway/token', `DOJO_GATEWAY_PORT=${port}`],
  Labels: {
    [engineLabels.instance]: options.instance,
    [engineLabels.role]: 'gateway',
  },
  ExposedPorts: { [portKey]: {} },
  HostConfig: {
    ...hardened(limits),
    CpuShares: cpuShares,
    CapAdd: [],
    ReadonlyRootfs: true,
    Sysctls: { 'net.ipv4.ip_forward': '0' },
    NetworkMode: controlNetworkName(options.instance),
    RestartPolicy: { Name: 'unless-stopped' },
    PortBindings:
      options.gatewayAddress === undefined ? { [portKey]: [{ HostIp: '127.0.0.1', HostPort: '' }] } : {},
    Mounts: [
      { Type: 'bind', Source: join(options.dataDir, 'gateway'), Target: '/run/gateway', ReadOnly: true },
    ],
  },
})

const inspect = (engine: EngineConnection, name: string): Promise<ContainerInspectInfo | undefined> =>
  engine.callUnless([404], 'inspect gateway', (docker) => docker.getContainer(name).inspect())

/** False: another image than the container was made of has the name now, or the container is of another shape. */
const isCurrent = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  found: ContainerInspectInfo,
): Promise<boolean> => {
  // The hosted shape may bring its own gateway: not ours to replace.
  if (found.Config.Labels?.[engineLabels.role] !== 'gateway') return true
  const image = await engine.callUnless([404], 'inspect image', (docker) =>
    docker.getImage(options.gatewayImage).inspect(),
  )
  const source = join(options.dataDir, 'gateway')
  return (
    (image === undefined || image.Id === found.Image) && found.Mounts.some((mount) => mount.Source === source)
  )
}

const create = async (engine: EngineConnection, options: DockerEngineOptions): Promise<void> => {
  try {
    await engine.call('create gateway', (docker) => docker.createContainer(gatewayOptions(options)))
  } catch (error) {
    // 409: another server of this instance was quicker.
    if (hasStatus(error, 409)) return
    if (!hasStatus(error, 404)) throw error
    throw new DojoError(
      'INTERNAL',
      `The engine has no image "${options.gatewayImage}". Build it with "./dojo images".`,
      {},
      error,
    )
  }
}

/** The gateway as it runs now; a new container is in no sandbox network yet. */
export interface EnsuredGateway {
  readonly origin: string
  /** Names of the networks that it is really in. */
  readonly networks: ReadonlySet<string>
}

/** Makes the gateway run from the current image; gives where its control channel is. Idempotent. */
export const ensureGateway = (
  engine: EngineConnection,
  options: DockerEngineOptions,
): Promise<EnsuredGateway> => whileNameIsReserved(() => ensureOnce(engine, options))

const ensureOnce = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
): Promise<EnsuredGateway> => {
  const name = gatewayName(options.instance)
  let found = await inspect(engine, name)
  const isNew = found === undefined || !(await isCurrent(engine, options, found))
  if (isNew) {
    if (found)
      await engine.callUnless([404, 409], 'remove gateway', (docker) =>
        docker.getContainer(name).remove({ force: true }),
      )
    await create(engine, options)
  }
  if (isNew || !found?.State.Running) {
    await engine.callUnless([304], 'start gateway', (docker) => docker.getContainer(name).start())
    found = await inspect(engine, name)
  }
  const networks = new Set(Object.keys(found?.NetworkSettings.Networks ?? {}))
  return { origin: originOf(options, found), networks }
}

const originOf = (options: DockerEngineOptions, found: ContainerInspectInfo | undefined): string => {
  if (options.gatewayAddress !== undefined) return new URL(options.gatewayAddress).origin
  const published = found?.NetworkSettings.Ports[portKey]?.[0]
  if (published === undefined)
    throw new DojoError(
      'GATEWAY_AWAY',
      `The container ${gatewayName(options.instance)} does not stay up. See "docker logs ${gatewayName(options.instance)}".`,
    )
  return `http://127.0.0.1:${published.HostPort}`
}
