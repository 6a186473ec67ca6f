import type { GatewayProbe, ProbeSample } from '@noops-dojo/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { WsProbeGateway } from '../../server/src/adapters/gateway/ws-probe-gateway.ts'
import { containerCrash } from '../../server/src/domain/fault/process/container-crash.ts'
import { evidenceOf } from '../../server/src/domain/recovery/outage/evidence.ts'
import { outageBounds } from '../../server/src/domain/recovery/outage/outage.ts'
import { gatewayName, networkName, probeUrl } from '../../server/src/domain/sandbox/engine-names.ts'
import { MemoryLog } from '../../server/src/testing/fakes/memory-log.ts'
import { FaultStage } from './fault/fault-stage.ts'

const stage = new FaultStage()
const gateway = new WsProbeGateway(stage.gatewayToken, new MemoryLog())
const probe: GatewayProbe = {
  sandboxId: stage.sandboxId,
  name: 'shop',
  url: probeUrl(stage.sandboxId, 'http://web:8080/health'),
  expectStatus: 200,
  everyMs: 50,
  timeoutMs: 500,
}
const samplesSince = (from: number): Promise<ProbeSample[]> =>
  gateway.samples(stage.sandboxId, 'shop', from, Number.MAX_SAFE_INTEGER)
const addressIn = async (network: string): Promise<string> => {
  const { NetworkSettings } = await stage.docker.getContainer(gatewayName(stage.instance)).inspect()
  return NetworkSettings.Networks[network]?.IPAddress ?? ''
}

/** Runs a shell line in a container of the sandbox network, as a learner could; gives exit code and output. */
const inSandbox = async (line: string): Promise<{ code: number; output: string }> => {
  const container = await stage.docker.createContainer({
    Image: 'noops-dojo/workstation:0.1',
    Cmd: ['sh', '-c', line],
    Labels: stage.labels,
    HostConfig: { NetworkMode: networkName(stage.sandboxId) },
  })
  await container.start()
  const { StatusCode: code } = (await container.wait()) as { StatusCode: number }
  const output = String(await container.logs({ stdout: true, stderr: true, follow: false }))
  await container.remove()
  return { code, output }
}

beforeAll(async () => {
  await stage.open()
  const { origin } = await stage.gateway()
  await stage.service('web', 'shop-web:1.0', 1)
  gateway.connect(origin)
  await gateway.setProbes(stage.sandboxId, [probe])
  await stage.until(async () => (await samplesSince(0)).at(-1)?.[1] === 1)
})
afterAll(async () => {
  gateway.close()
  await stage.close()
})

describe('the gateway in its container', () => {
  it('keeps its schedule', async () => {
    const from = Date.now()
    await new Promise((resolve) => setTimeout(resolve, 3000))
    const samples = await samplesSince(from)
    expect(samples.length).toBeGreaterThan(40)
    expect(new Set(samples.map(([at]) => at % probe.everyMs)).size).toBe(1)
  })

  it('sees a real crash and the task that Swarm puts in its place', async () => {
    const order = stage.order(containerCrash, 'web', {})
    const { inverse } = await containerCrash.plan(stage.tools, order, () => 0)
    const { injectedAt } = await containerCrash.inject(stage.tools, order, inverse)
    const bounds = async () =>
      outageBounds(evidenceOf(await samplesSince(injectedAt - 1000), probe), injectedAt - 5)
    await stage.until(async () => (await samplesSince(injectedAt)).some(([, good]) => good === 0))
    await stage.until(
      async () => (await samplesSince(Date.now() - 2000)).every(([, good]) => good === 1),
      60_000,
    )
    const found = await bounds()
    expect(found?.begin.from).toBeGreaterThanOrEqual(injectedAt - 5)
    expect(found?.length.maxMs).toBeGreaterThan(found?.length.minMs ?? 0)
    console.log('crash to healthy again:', JSON.stringify(found?.length))
  })

  it('does not listen on the sandbox network', async () => {
    const address = await addressIn(networkName(stage.sandboxId))
    const { code, output } = await inSandbox(`curl -sS -m 3 http://${address}:7430/healthz`)
    expect(code).toBe(7)
    expect(output).toMatch(/refused|Failed to connect/i)
  })

  it('is out of the reach of a sandbox on its control address too', async () => {
    const { NetworkSettings } = await stage.docker.getContainer(gatewayName(stage.instance)).inspect()
    const control = Object.entries(NetworkSettings.Networks).find(
      ([name]) => name !== networkName(stage.sandboxId),
    )
    const { code } = await inSandbox(`curl -sS -m 3 http://${control?.[1].IPAddress}:7430/healthz`)
    expect(code).not.toBe(0)
  })

  it('forwards no packets between networks', async () => {
    const exec = await stage.docker.getContainer(gatewayName(stage.instance)).exec({
      Cmd: ['cat', '/proc/sys/net/ipv4/ip_forward'],
      AttachStdout: true,
    })
    const stream = await exec.start({})
    const chunks: Buffer[] = []
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    expect(Buffer.concat(chunks).toString('utf8')).toContain('0')
    expect(Buffer.concat(chunks).toString('utf8')).not.toContain('1')
  })

  it('serves a preview with the token, and nothing but sandboxes', async () => {
    const upstream = gateway.previewUpstream()
    const headers = { authorization: upstream?.authorization ?? '' }
    const get = (path: string) => fetch(`${upstream?.origin}${path}`, { headers })
    expect((await get(`/preview/s${stage.sandboxId}-web/8080/health`)).status).toBe(200)
    expect((await get('/preview/127.0.0.1/7430/healthz')).status).toBe(404)
  })
})
