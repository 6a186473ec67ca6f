import { randomBytes } from 'node:crypto'
import { DojoError } from '@noops-dojo/contracts'
import type { Container, ContainerCreateOptions } from 'dockerode'
import {
  helperCgroupFolder,
  helperEngineSocket,
  type HelperSpec,
} from '../../domain/ports/engine/fault-engine.ts'
import { engineLabels, networkName } from '../../domain/sandbox/engine-names.ts'
import type { EngineConnection } from './engine-connection.ts'
import { imageReference, type DockerEngineOptions } from './engine-options.ts'
import { Demultiplexer } from './exec/demux.ts'
import { OutputTail } from './exec/output-tail.ts'

const faultLabel = 'dev.noops-dojo.fault'
const mebibyte = 1024 ** 2

const networkMode = ({ namespaces, sandboxId }: HelperSpec): string => {
  if (namespaces.networkOf !== undefined) return `container:${namespaces.networkOf}`
  return namespaces.network === 'sandbox' ? networkName(sandboxId) : 'none'
}

const mounts = (options: DockerEngineOptions, spec: HelperSpec) => [
  ...(spec.needsEngine
    ? [{ Type: 'bind' as const, Source: options.socketPath, Target: helperEngineSocket }]
    : []),
  ...(spec.needsCgroups
    ? [{ Type: 'bind' as const, Source: '/sys/fs/cgroup', Target: helperCgroupFolder }]
    : []),
]

/** AppArmor's profile for containers refuses mounts also to those who hold the capability; elsewhere it means nothing. */
const securityOptions = ({ capabilities }: HelperSpec): string[] => [
  'no-new-privileges:true',
  ...(capabilities.includes('SYS_ADMIN') ? ['apparmor=unconfined'] : []),
]

/** What the engine is asked for. A helper has no network and only what its fault needs. */
const helperOptions = (
  options: DockerEngineOptions,
  spec: HelperSpec,
  outlivesServer: boolean,
): ContainerCreateOptions => ({
  name: `${options.instance}-helper-${spec.faultRunId.toLowerCase()}-${randomBytes(3).toString('hex')}`,
  Image: imageReference(options, spec.image ?? 'workstation'),
  User: '0',
  Entrypoint: [],
  Cmd: [...spec.argv],
  WorkingDir: '/',
  Labels: {
    [engineLabels.instance]: options.instance,
    [engineLabels.sandbox]: spec.sandboxId,
    [engineLabels.role]: 'helper',
    [engineLabels.deadline]: String(Date.now() + spec.maxMs),
    [faultLabel]: spec.faultRunId,
  },
  HostConfig: {
    NetworkMode: networkMode(spec),
    ...(spec.namespaces.pid === 'host' ? { PidMode: 'host' } : {}),
    CapDrop: ['ALL'],
    CapAdd: [...spec.capabilities],
    SecurityOpt: securityOptions(spec),
    // Cgroup paths of other containers are read from /proc and used below `helperCgroupFolder`: both from the root.
    ...(spec.needsCgroups ? { CgroupnsMode: 'host' as const } : {}),
    ReadonlyRootfs: true,
    Memory: (spec.memoryMiB ?? 64) * mebibyte,
    MemorySwap: (spec.memoryMiB ?? 64) * mebibyte,
    PidsLimit: spec.pids ?? 64,
    LogConfig: { Type: 'local', Config: { 'max-size': '1m', 'max-file': '1', compress: 'false' } },
    // One that was killed is started again and waits for what is left; one that did its work exits with 0.
    RestartPolicy: outlivesServer ? { Name: 'on-failure', MaximumRetryCount: 20 } : { Name: 'no' },
    Mounts: mounts(options, spec),
  },
})

/**
 * The last gate of a network fault: a helper joins the network of a learner's container of its own sandbox, and never
 * that of the node, whoever put the container there.
 */
const assertJoinable = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  { namespaces: { networkOf }, sandboxId }: HelperSpec,
): Promise<void> => {
  if (networkOf === undefined) return
  const found = await engine.callUnless([404], 'inspect container', (docker) =>
    docker.getContainer(networkOf).inspect(),
  )
  if (!found) throw new DojoError('FAULT_TARGET_GONE', 'the target of the fault is gone; try again')
  const labels = found.Config.Labels ?? {}
  const isOwn =
    labels[engineLabels.instance] === options.instance &&
    labels[engineLabels.sandbox] === sandboxId &&
    labels[engineLabels.role] === 'learner'
  if (!isOwn) throw new DojoError('FAULT_INVALID', `${found.Name.slice(1)} is no container of this sandbox`)
  if (found.HostConfig.NetworkMode === 'host')
    throw new DojoError('FAULT_INVALID', `${found.Name.slice(1)} is on the network of the host`)
}

const create = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  spec: HelperSpec,
  outlivesServer: boolean,
): Promise<Container> => {
  await assertJoinable(engine, options, spec)
  const container = await engine.call('create helper', (docker) =>
    docker.createContainer(helperOptions(options, spec, outlivesServer)),
  )
  await engine.call('start helper', () => container.start())
  return container
}

const remove = (engine: EngineConnection, id: string): Promise<unknown> =>
  engine.callUnless([404, 409], 'remove helper', (docker) =>
    docker.getContainer(id).remove({ force: true, v: true }),
  )

const outputOf = async (engine: EngineConnection, container: Container): Promise<string> => {
  const logs = await engine.call('read helper', () =>
    container.logs({ stdout: true, stderr: true, follow: false }),
  )
  const output = new OutputTail(16_384)
  new Demultiplexer((_kind, bytes) => output.push(bytes)).push(Buffer.from(logs))
  return output.text()
}

/** Starts a helper that goes on by itself, also when the server is dead; gives its container id. */
export const startFaultHelper = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  spec: HelperSpec,
): Promise<string> => (await create(engine, options, spec, true)).id

/** Runs a helper to its end and removes it; gives exit code and output. Killed after `maxMs`. */
export const runFaultHelper = async (
  engine: EngineConnection,
  options: DockerEngineOptions,
  spec: HelperSpec,
): Promise<{ exitCode: number; output: string }> => {
  const container = await create(engine, options, spec, false)
  try {
    const wait = () => container.wait() as Promise<{ StatusCode: number }>
    const { StatusCode: exitCode } = await engine.call('wait for helper', wait, spec.maxMs)
    return { exitCode, output: await outputOf(engine, container) }
  } finally {
    await remove(engine, container.id)
  }
}

const helpersOf = (engine: EngineConnection, instance: string, faultRunId: string) => {
  const filters = { label: [`${faultLabel}=${faultRunId}`, `${engineLabels.instance}=${instance}`] }
  return engine.call('list helpers', (docker) => docker.listContainers({ all: true, filters }))
}

/** What the helpers of a fault run have printed so far. */
export const faultHelperOutput = async (
  engine: EngineConnection,
  instance: string,
  faultRunId: string,
): Promise<string> => {
  const helpers = await helpersOf(engine, instance, faultRunId)
  const read = ({ Id }: { Id: string }) => outputOf(engine, engine.docker.getContainer(Id))
  return (await Promise.all(helpers.map(read))).join('\n')
}

/** Removes the helpers of a fault run; whoever does that must have reverted the fault. */
export const removeFaultHelpers = async (
  engine: EngineConnection,
  instance: string,
  faultRunId: string,
): Promise<void> => {
  const helpers = await helpersOf(engine, instance, faultRunId)
  await Promise.all(helpers.map(({ Id }) => remove(engine, Id)))
}
