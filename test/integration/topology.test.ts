import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerSandboxTopology } from '../../server/src/adapters/docker/topology/docker-sandbox-topology.ts'
import { engineLabels, engineName, networkName } from '../../server/src/domain/sandbox/engine-names.ts'
import { linksOf } from '../../server/src/domain/topology/links.ts'
import { FaultStage } from './fault/fault-stage.ts'

const stage = new FaultStage()
const topology = new DockerSandboxTopology(stage.options)
const read = () => topology.read(stage.sandboxId)
const nodeOf = async (name: string) => (await read()).find(({ node }) => node.name === name)?.node

/** A service as the guard makes it: `settings` are its environment, `argv` what it runs instead of its own. */
const service = async (
  name: string,
  replicas: number,
  settings: string[],
  argv?: string[],
): Promise<void> => {
  const image = 'shop-web:1.0'
  const { Id: id } = await stage.docker.getImage(`noops-dojo/${image}`).inspect()
  const labels = { ...stage.labels, [engineLabels.image]: image, 'dev.noops-dojo.ports': '18080:8080/tcp' }
  await stage.docker.createService({
    Name: engineName(stage.sandboxId, name),
    Labels: labels,
    Mode: { Replicated: { Replicas: replicas } },
    EndpointSpec: { Mode: 'dnsrr' },
    TaskTemplate: {
      ContainerSpec: {
        Image: id,
        Labels: labels,
        Init: true,
        Env: settings,
        ...(argv ? { Command: argv } : {}),
      },
      RestartPolicy: { Condition: 'any', Delay: 300_000_000 },
      Networks: [{ Target: networkName(stage.sandboxId) }],
    },
  } as never)
}

beforeAll(async () => {
  await stage.open()
  await service('shop_web', 2, ['API_URL=http://user:hunter2@api:8081/orders'])
  await service('shop_api', 1, [])
  await service('broken', 1, [], ['/no/such/program'])
  await stage.container('tool', 'shop-web:1.0', 'no')
  await stage.until(
    async () => (await nodeOf('shop_web'))?.running === 2 && (await nodeOf('shop_api'))?.running === 1,
  )
})
afterAll(() => stage.close())

describe('the topology of a sandbox on the real engine', () => {
  it('shows services with their copies and plain containers, by the learner’s names', async () => {
    const web = await nodeOf('shop_web')
    expect(web).toMatchObject({ kind: 'service', image: 'shop-web:1.0', desired: 2, running: 2 })
    expect(web?.ports).toContain(8080)
    expect(web?.tasks.map(({ name, state }) => [name, state])).toEqual([
      ['shop_web.1', 'running'],
      ['shop_web.2', 'running'],
    ])
    expect(web?.tasks.every(({ since, node }) => since !== null && node !== null)).toBe(true)
    expect(await nodeOf('tool')).toMatchObject({ kind: 'container', desired: 1, running: 1 })
    expect(linksOf(await read())).toEqual([{ from: 'shop_web', to: 'shop_api', by: 'API_URL' }])
  })

  it('shows a copy that is paused, and a container that ended', async () => {
    const [victim] = await stage.engine.victims(stage.sandboxId, 'shop_api')
    await stage.engine.pause(victim?.containerId ?? '')
    await stage.until(async () => (await nodeOf('shop_api'))?.tasks[0]?.state === 'paused')
    await stage.engine.unpause(victim?.containerId ?? '')
    await stage.docker.getContainer(engineName(stage.sandboxId, 'tool')).kill()
    const tool = await nodeOf('tool')
    expect(tool).toMatchObject({ running: 0, tasks: [{ state: 'exited', error: 'exit code 137' }] })
  })

  it('says why a service does not come up', async () => {
    await stage.until(async () => ((await nodeOf('broken'))?.tasks ?? []).some(({ error }) => error !== null))
    const broken = await nodeOf('broken')
    expect(broken).toMatchObject({ desired: 1, running: 0 })
    expect(broken?.tasks[0]?.error).toMatch(/non-zero exit \(127\)/)
  })

  it('shows nothing of the platform, of other sandboxes, and no id of a container', async () => {
    const helper = await stage.docker.createContainer({
      name: engineName(stage.sandboxId, 'helper-x'),
      Image: 'noops-dojo/shop-web:1.0',
      Labels: { ...stage.labels, [engineLabels.role]: 'helper' },
    })
    const all = await read()
    expect(all.map(({ node }) => node.name)).toEqual(['broken', 'shop_api', 'shop_web', 'tool'])
    const containers = await stage.docker.listContainers({
      all: true,
      filters: { label: [`${engineLabels.instance}=${stage.instance}`] },
    })
    const text = JSON.stringify(all.map(({ node }) => node))
    expect(containers.length).toBeGreaterThan(4)
    for (const { Id } of containers) expect(text).not.toContain(Id.slice(0, 12))
    expect(text).not.toContain(stage.sandboxId)
    await helper.remove()
    expect(await topology.read('nosandboxx')).toEqual([])
  })

  it('knows the content of the catalogue’s images, as far as they are there', async () => {
    const { Id: id } = await stage.docker.getImage('noops-dojo/shop-web:1.0').inspect()
    expect(await topology.imageDigests(['shop-web:1.0', 'no-such:9.9'])).toEqual({ 'shop-web:1.0': id })
    expect((await topology.imageDigests(['workstation']))['workstation']).toMatch(/^sha256:/)
  })

  it('says that the engine is away', async () => {
    const away = new DockerSandboxTopology({ ...stage.options, socketPath: '/nowhere.sock' })
    await expect(away.read(stage.sandboxId)).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
  })
})
