import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerSandboxEngine } from '../../server/src/adapters/docker/docker-sandbox-engine.ts'
import type { EngineEvent, SandboxSpec } from '../../server/src/domain/ports/index.ts'
import {
  controlNetworkName,
  engineLabels,
  gatewayName,
  partName,
} from '../../server/src/domain/sandbox/engine-names.ts'
import { sandboxEngineContract } from '../../server/src/testing/engine-contract.ts'
import { EngineStage } from './engine-stage.ts'

const stage = new EngineStage()
const { engine, docker } = stage
afterAll(() => stage.close())

const make = async (): Promise<SandboxSpec> => {
  const spec = stage.spec()
  await engine.createNetwork(spec)
  await Promise.all([engine.createWorkstation(spec), engine.createJudge(spec)])
  return spec
}

const until = (holds: () => boolean | Promise<boolean>) => expect.poll(holds, { timeout: 20_000 }).toBe(true)

describe('Docker as the engine', () => {
  const spec = stage.spec()
  sandboxEngineContract(() => ({ engine, spec }))

  it('says ENGINE_AWAY when nobody listens on the socket', async () => {
    const nobody = new DockerSandboxEngine({ ...stage.options, socketPath: '/tmp/no-such.sock' })
    await expect(nobody.listOwned()).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
    expect(await nobody.health()).toMatchObject({ ok: false, version: null })
  })
})

describe('a sandbox on Docker', () => {
  let spec: SandboxSpec
  beforeAll(async () => {
    await engine.ensurePlatform()
    spec = await make()
  })
  const run = (script: string, timeoutMs = 20_000) =>
    engine.run(spec.sandboxId, 'workstation', { argv: ['bash', '-c', script], timeoutMs })

  it.each(['workstation', 'judge'] as const)('hardens the %s and labels it for adoption', async (part) => {
    const found = await docker.getContainer(partName(spec.sandboxId, part)).inspect()
    const { HostConfig: host } = found
    expect(host.SecurityOpt).toEqual(['no-new-privileges:true'])
    expect(host.CapDrop).toEqual(['ALL'])
    expect(host.CapAdd).not.toContain('NET_RAW')
    expect(host.CapAdd).not.toContain('SYS_PTRACE')
    expect(host.Memory).toBe(host.MemorySwap)
    expect(host.Memory).toBeGreaterThan(0)
    expect(host.NanoCpus).toBeGreaterThan(0)
    expect(host.PidsLimit).toBeGreaterThan(0)
    expect(host.Privileged).toBe(false)
    expect(host.Init).toBe(true)
    expect(host.LogConfig).toMatchObject({ Type: 'local', Config: { 'max-size': '1m' } })
    expect(host.PortBindings ?? {}).toEqual({})
    expect(found.Mounts.filter(({ Type }) => Type === 'bind').map(({ Destination }) => Destination)).toEqual([
      '/run/dojo',
    ])
    expect(found.Config.Labels).toMatchObject({
      [engineLabels.instance]: stage.instance,
      [engineLabels.sandbox]: spec.sandboxId,
      [engineLabels.role]: part,
      [engineLabels.deadline]: String(spec.deadline),
    })
    expect(Object.keys(found.NetworkSettings.Networks)).toEqual([`s${spec.sandboxId}`])
  })

  it('is a network without a way out', async () => {
    const network = await docker.getNetwork(`s${spec.sandboxId}`).inspect()
    expect(network).toMatchObject({ Driver: 'overlay', Internal: true, Attachable: true })
    expect((await run('ip route show default')).stdout).toBe('')
  })

  it('lets the learner be nobody else', async () => {
    const result = await run(
      'id -un; su -c id 2>&1 | tail -1; cat /proc/self/status | grep -E "NoNewPrivs|CapEff"',
    )
    expect(result.stdout).toMatch(/^learner\n/)
    expect(result.stdout).toMatch(/NoNewPrivs:\t1/)
    expect(result.stdout).toMatch(/CapEff:\t0000000000000000/)
    expect(result.stdout).not.toContain('uid=0')
  })

  it('keeps the two outputs apart and gives the exit code', async () => {
    expect(await run('echo out; echo err >&2; exit 7')).toMatchObject({
      exitCode: 7,
      stdout: 'out\n',
      stderr: 'err\n',
    })
  })

  it('gives standard input to a command', async () => {
    const stdin = new Uint8Array(300_000)
    const argv = ['wc', '-c']
    const result = await engine.run(spec.sandboxId, 'judge', { argv, stdin, timeoutMs: 20_000 })
    expect(result.stdout.trim()).toBe('300000')
  })

  it('kills a command and all its children in the container when its time is over', async () => {
    const result = await run('(trap "" TERM HUP; setsid sleep 4711 & sleep 4712); wait', 700)
    expect(result.exitCode).toBeNull()
    await until(async () => (await run('pgrep -f "sleep 471[12]" || true')).stdout === '')
  })

  it('does not wait for what a script has left running', async () => {
    const result = await run('sleep 4713 >/dev/null 2>&1 & echo started')
    expect(result).toMatchObject({ exitCode: 0, stdout: 'started\n' })
  })

  it('keeps the newest of an endless output', async () => {
    const result = await run('yes | head -c 20000000; echo end')
    expect(result.isTruncated).toBe(true)
    expect(result.stdout.length).toBe(65_536)
    expect(result.stdout.endsWith('end\n')).toBe(true)
  })

  it('starts a stopped workstation again with its files', async () => {
    await run('echo kept >~/kept.txt')
    await docker.getContainer(partName(spec.sandboxId, 'workstation')).kill()
    expect((await engine.listOwned()).find((each) => each.sandboxId === spec.sandboxId)).toMatchObject({
      hasWorkstation: true,
      isWorkstationRunning: false,
    })
    await engine.createWorkstation(spec)
    expect((await run('cat ~/kept.txt')).stdout).toBe('kept\n')
  })
})

describe('the gateway on Docker', () => {
  it('is unable to forward, answers on loopback only, and comes first at the processor', async () => {
    const { gatewayOrigin } = await engine.ensurePlatform()
    expect(gatewayOrigin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    const found = await docker.getContainer(gatewayName(stage.instance)).inspect()
    expect(found.HostConfig.Sysctls).toEqual({ 'net.ipv4.ip_forward': '0' })
    expect(found.HostConfig.CapDrop).toEqual(['ALL'])
    expect(found.HostConfig.CapAdd ?? []).toEqual([])
    expect(found.HostConfig.CpuShares).toBeGreaterThan(1024)
    expect(found.State.Running).toBe(true)
    expect((await engine.ensurePlatform()).gatewayOrigin).toBe(gatewayOrigin)
  })

  it('has one control network, also when servers make it at the same time', async () => {
    const name = controlNetworkName(stage.instance)
    await docker.getContainer(gatewayName(stage.instance)).remove({ force: true })
    await docker.getNetwork(name).remove()
    const servers = Array.from({ length: 3 }, () => new DockerSandboxEngine(stage.options))
    const origins = await Promise.all(servers.map((server) => server.ensurePlatform()))
    expect(new Set(origins.map(({ gatewayOrigin }) => gatewayOrigin)).size).toBe(1)
    const found = await docker.listNetworks({ filters: { name: [name] } })
    expect(found.map(({ Name }) => Name)).toEqual([name])
  })

  it('is made anew when it is gone, and joins the sandboxes again', async () => {
    const spec = await make()
    await engine.joinGateway(spec.sandboxId)
    await docker.getContainer(gatewayName(stage.instance)).remove({ force: true })
    await engine.ensurePlatform()
    const found = await docker.getContainer(gatewayName(stage.instance)).inspect()
    expect(Object.keys(found.NetworkSettings.Networks).sort()).toContain(`s${spec.sandboxId}`)
    expect(Object.keys(found.NetworkSettings.Networks)).toContain(controlNetworkName(stage.instance))
    expect(await engine.destroy(spec.sandboxId)).toEqual({ left: 0 })
  })

  it('is joined to what it is not in, also when it is not new', async () => {
    const spec = await make()
    await engine.joinGateway(spec.sandboxId)
    const network = docker.getNetwork(`s${spec.sandboxId}`)
    await network.disconnect({ Container: gatewayName(stage.instance) })
    expect(await engine.ensurePlatform()).toMatchObject({ notJoined: {} })
    const found = await docker.getContainer(gatewayName(stage.instance)).inspect()
    expect(Object.keys(found.NetworkSettings.Networks)).toContain(`s${spec.sandboxId}`)
    expect(await engine.destroy(spec.sandboxId)).toEqual({ left: 0 })
  })
})

describe('destroying', () => {
  it('removes services, their tasks, volumes, secrets, configs and networks of the sandbox only', async () => {
    const [spec, other] = [await make(), await make()]
    await engine.joinGateway(spec.sandboxId)
    const labels = {
      [engineLabels.instance]: stage.instance,
      [engineLabels.sandbox]: spec.sandboxId,
      [engineLabels.role]: 'learner',
    }
    const name = (short: string): string => `s${spec.sandboxId}-${short}`
    const secret = (await docker.createSecret({ Name: name('key'), Labels: labels, Data: 'eA==' })) as {
      id: string
      ID?: string
    }
    await docker.createConfig({ Name: name('conf'), Labels: labels, Data: 'eA==' })
    await docker.createVolume({ Name: name('data'), Labels: labels })
    await docker.createNetwork({
      Name: name('back'),
      Driver: 'overlay',
      Attachable: true,
      Internal: true,
      Labels: labels,
    })
    await docker.createService({
      Name: name('web'),
      Labels: labels,
      Mode: { Replicated: { Replicas: 2 } },
      EndpointSpec: { Mode: 'dnsrr' },
      TaskTemplate: {
        ContainerSpec: {
          Image: 'noops-dojo/shop-web:1.0',
          Labels: labels,
          Mounts: [{ Type: 'volume', Source: name('data'), Target: '/data' }],
          Secrets: [
            {
              SecretID: secret.id ?? secret.ID,
              SecretName: name('key'),
              File: { Name: 'key', UID: '0', GID: '0', Mode: 292 },
            },
          ],
        },
        Networks: [{ Target: `s${spec.sandboxId}`, Aliases: ['web'] }, { Target: name('back') }],
      },
    } as never)
    await until(async () => (await docker.listContainers({ filters: { name: [name('web')] } })).length === 2)
    expect(await engine.destroy(spec.sandboxId)).toEqual({ left: 0 })
    const left = await stage.leftovers()
    expect(left.filter((line) => line.includes(spec.sandboxId))).toEqual([])
    expect(left.filter((line) => line.includes(other.sandboxId))).toHaveLength(3)
    await engine.destroy(other.sandboxId)
  })
})

describe('engine events', () => {
  it('tell what happened in a sandbox, to whom and who probably did it', async () => {
    const spec = await make()
    const seen: EngineEvent[] = []
    const end = engine.watch((event) => seen.push(event))
    const labels = {
      [engineLabels.instance]: stage.instance,
      [engineLabels.sandbox]: spec.sandboxId,
      [engineLabels.role]: 'learner',
    }
    const service = await docker.createService({
      Name: `s${spec.sandboxId}-web`,
      Labels: labels,
      EndpointSpec: { Mode: 'dnsrr' },
      TaskTemplate: {
        ContainerSpec: { Image: 'noops-dojo/shop-web:1.0', Labels: labels },
        Networks: [{ Target: `s${spec.sandboxId}` }],
        RestartPolicy: { Condition: 'any', Delay: 0 },
      },
    } as never)
    const lone = await docker.createContainer({
      name: `s${spec.sandboxId}-lone`,
      Image: 'noops-dojo/workstation:0.1',
      Cmd: ['sh', '-c', 'sleep 1; exit 3'],
      Labels: labels,
      HostConfig: {
        RestartPolicy: { Name: 'on-failure', MaximumRetryCount: 2 },
        NetworkMode: `s${spec.sandboxId}`,
      },
    })
    await lone.start()
    const told = (): string[] =>
      seen.map(({ type: kind, action, name, service: of, by, exitCode }) =>
        [kind, action, kind === 'service' ? name : (of ?? name), by, exitCode ?? ''].join(' ').trim(),
      )
    await until(() => told().includes('container start web swarm'))
    await until(() => told().includes('container die lone unknown 3'))
    await until(() => told().includes('container start lone dockerd'))
    await docker.getService(service.id).remove()
    await until(() => told().includes('service remove web unknown'))
    expect(told()).toContain('service create web unknown')
    expect(seen.every(({ sandboxId }) => sandboxId === spec.sandboxId)).toBe(true)
    end()
    await engine.destroy(spec.sandboxId)
  })
})
