import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partName } from '../../server/src/domain/sandbox/engine-names.ts'
import type { Sandbox } from '../../server/src/domain/sandbox/sandbox.ts'
import { aLab, anAsset } from '../../server/src/testing/a-lab.ts'
import type { ComposedSandboxes } from '../../server/src/testing/worlds/compose-sandboxes.ts'
import { SandboxStage } from './sandbox-stage.ts'

const deploy = `#!/bin/bash
set -e
docker service create --detach --no-resolve-image --name web -p 8080 shop-web:1.0
docker volume create data
docker secret create token - <<<secret
`
const shop = aLab({
  id: 'shop',
  spec: {
    images: ['shop-web:1.0'],
    params: { PORT: { int: [18000, 18999] }, VICTIM: { pick: ['web'], secret: true } },
    setup: [{ id: 'deploy', run: 'setup/deploy.sh', timeout: '90s' }],
    probes: { shop: { http: 'http://web:8080/health' } },
    workstation: { files: 'files' },
    tabs: [{ terminal: 'main' }],
  },
  assets: [
    anAsset('setup/deploy.sh', deploy),
    anAsset('checks/running.sh', '#!/bin/sh\ncurl -fsS http://web:8080/health\n'),
    anAsset('files/notes.txt', 'read me\n', false),
  ],
})
const plain = aLab({ id: 'plain', spec: { warm: { pool: 1 } } })
const hasty = aLab({ id: 'hasty', spec: { limits: { time: '12s', idle: '10m' } } })
const idle = aLab({ id: 'idle', spec: { limits: { time: '10m', idle: '8s' } } })
const calm = aLab({ id: 'calm' })

const stage = new SandboxStage(shop, plain, hasty, idle, calm)
beforeAll(() => stage.open())
afterAll(() => stage.close())

const becomes = (id: string, ...states: Sandbox['state'][]) =>
  expect
    .poll(async () => (await stage.row(id)).failure ?? (await stage.row(id)).state, { timeout: 90_000 })
    .toSatisfy((state) => states.includes(state as Sandbox['state']))
/** Who touched which object through the guard. */
const touchesOf = async (id: string) =>
  (await stage.events.list(id, 0, 1000))
    .filter(({ kind }) => kind === 'touch.engine')
    .map(({ actor, data }) => `${actor} ${data.object}`)
const ask = (server: ComposedSandboxes, labId: string, learnerId = `learner of ${labId}`) =>
  server.start.execute({ labId, owner: 'learner', learnerId, classroomId: null })

describe('a whole life on real parts', () => {
  let server: ComposedSandboxes
  let id: string
  const inside = (part: 'workstation' | 'judge', script: string, login = false) =>
    stage.engine.run(id, part, { argv: ['bash', login ? '-lc' : '-c', script], timeoutMs: 30_000 })

  it('goes from a row to ready, every step with its time', async () => {
    server = stage.server()
    const asked = await ask(server, 'shop')
    id = asked.id
    expect(asked.state).toBe('requested')
    await becomes(id, 'ready')
    const { steps } = await stage.row(id)
    expect(steps.every((step) => step.state === 'done' && (step.endedAt ?? 0) >= (step.startedAt ?? 1))).toBe(
      true,
    )
  })

  it('shows the learner a Docker of its own, with what the set-up made', async () => {
    const services = await inside('workstation', 'docker service ls --format "{{.Name}} {{.Image}}"')
    expect(services.stdout).toBe('web shop-web:1.0\n')
    expect(await inside('workstation', 'cat ~/notes.txt')).toMatchObject({ stdout: 'read me\n', stderr: '' })
    expect((await inside('workstation', 'echo $PORT/$VICTIM', true)).stdout).toMatch(/^18\d{3}\/\n$/)
    expect((await inside('workstation', 'ls /opt/dojo/lab')).stdout).toBe('setup\n')
  })

  it('lets the judge reach the service and read the engine, and not change it', async () => {
    await expect
      .poll(async () => (await inside('judge', '/opt/dojo/lab/checks/running.sh')).exitCode, {
        timeout: 30_000,
      })
      .toBe(0)
    expect((await inside('judge', 'docker service ls -q | wc -l')).stdout.trim()).toBe('1')
    expect((await inside('judge', 'docker service rm web')).exitCode).not.toBe(0)
  })

  it('is probed by the gateway', async () => {
    await expect
      .poll(
        async () =>
          (await stage.gateway.samples(id, 'shop', 0, Date.now())).filter(([, good]) => good === 1).length,
        { timeout: 30_000 },
      )
      .toBeGreaterThan(5)
  })

  it('has the set-up’s touches and the engine’s doing in its log, and the published port as a preview', async () => {
    await expect.poll(async () => (await stage.row(id)).previews, { timeout: 10_000 }).toEqual(['web:8080'])
    const log = await stage.events.list(id, 0, 1000)
    const touches = await touchesOf(id)
    expect(touches).toContain('setup web')
    expect(touches.some((touch) => touch.startsWith('learner'))).toBe(false)
    expect(
      log.some(
        ({ kind, actor, data }) => kind === 'engine.event' && actor === 'swarm' && data.service === 'web',
      ),
    ).toBe(true)
  })

  it('is adopted by the next server as it is', async () => {
    const before = await stage.docker.getContainer(partName(id, 'workstation')).inspect()
    await server.run.stop()
    server = stage.server()
    await server.reconcile.execute()
    const after = await stage.docker.getContainer(partName(id, 'workstation')).inspect()
    expect(after.Id).toBe(before.Id)
    expect(after.State.StartedAt).toBe(before.State.StartedAt)
    expect((await stage.row(id)).state).toBe('ready')
  })

  it('comes back with its files when its workstation was killed', async () => {
    await inside('workstation', 'echo mine >~/mine.txt')
    await stage.docker.getContainer(partName(id, 'workstation')).kill()
    await expect
      .poll(
        async () =>
          (await stage.engine.listOwned()).find((each) => each.sandboxId === id)?.isWorkstationRunning,
        {
          timeout: 30_000,
        },
      )
      .toBe(true)
    await becomes(id, 'ready')
    expect((await inside('workstation', 'cat ~/mine.txt')).stdout).toBe('mine\n')
    expect((await inside('workstation', 'docker service ls -q | wc -l')).stdout.trim()).toBe('1')
  })

  it('gets a judge with all checks again when its judge is gone', async () => {
    await stage.docker.getContainer(partName(id, 'judge')).remove({ force: true })
    await expect
      .poll(
        async () => (await stage.engine.listOwned()).find((each) => each.sandboxId === id)?.isJudgeRunning,
        {
          timeout: 30_000,
        },
      )
      .toBe(true)
    await becomes(id, 'ready')
    expect((await inside('judge', 'ls /opt/dojo/lab/checks')).stdout).toBe('running.sh\n')
  })

  it('leaves nothing when it ends: no object, no socket, no policy, no probe', async () => {
    await server.end.execute(id, { actor: 'learner', reason: 'asked' })
    await becomes(id, 'gone')
    expect((await stage.leftovers()).filter((line) => line.includes(id))).toEqual([])
    expect(stage.folders().filter((path) => path.includes(id))).toEqual([])
    expect(await stage.gateway.samples(id, 'shop', 0, Date.now())).toEqual([])
    await server.run.stop()
  })
})

describe('time', () => {
  it('ends sandboxes at the hard limit and at the idle limit', async () => {
    const server = stage.server()
    const [timed, idling] = [await ask(server, 'hasty'), await ask(server, 'idle')]
    await Promise.all([becomes(timed.id, 'ready', 'expiring'), becomes(idling.id, 'ready', 'expiring')])
    await Promise.all([becomes(timed.id, 'gone'), becomes(idling.id, 'gone')])
    const reason = async (id: string) =>
      (await stage.events.list(id, 0, 100)).find(({ data }) => data.state === 'terminating')?.data.reason
    expect(await reason(timed.id)).toContain('time is over')
    expect(await reason(idling.id)).toContain('nobody typed')
    expect(await stage.leftovers()).toEqual([])
    await server.run.stop()
  })
})

describe('the pool and the limits', () => {
  it('keeps one warm, gives it at once, and says when the host is full', async () => {
    const server = stage.server({ isPoolOn: true, maxSandboxes: 2, maxPerLearner: 5 })
    await expect
      .poll(
        () =>
          [...stage.sandboxes.rows.values()].some(
            ({ claim, state }) => claim === 'warm' && state === 'ready',
          ),
        {
          timeout: 60_000,
        },
      )
      .toBe(true)
    const claimed = await ask(server, 'plain')
    expect(claimed).toMatchObject({ state: 'ready', claim: 'claimed' })
    const command = { argv: ['docker', 'volume', 'create', 'mine'], timeoutMs: 30_000 }
    expect(await stage.engine.run(claimed.id, 'workstation', command)).toMatchObject({ exitCode: 0 })
    await expect.poll(() => touchesOf(claimed.id), { timeout: 10_000 }).toEqual(['learner mine'])
    await ask(server, 'plain', 'another').catch(() => undefined)
    await ask(server, 'shop', 'third').catch(() => undefined)
    await expect(ask(server, 'hasty', 'fourth')).rejects.toMatchObject({ code: 'HOST_FULL' })
    for (const { id } of await stage.sandboxes.listLive())
      await server.end.execute(id, { actor: 'platform', reason: 'test is over' })
    await server.run.stop()
  })

  it('builds what a class prepared, gives it at once, and removes what nobody took', async () => {
    const server = stage.server({ isPoolOn: true, maxSandboxes: 4 })
    await stage.classrooms.insert({ id: 'c1', name: 'Dojo', code: 'ABCDEF', createdAt: 1, closedAt: null })
    const since = Date.now()
    const preparation = { labId: 'calm', count: 2, since, until: since + 600_000 }
    await stage.classrooms.savePreparation('c1', preparation)
    const live = async (claim: Sandbox['claim']) =>
      (await stage.sandboxes.listLive()).filter((each) => each.labId === 'calm' && each.claim === claim)
    const ready = async () => (await live('warm')).filter(({ state }) => state === 'ready').length
    await expect.poll(ready, { timeout: 90_000 }).toBe(2)
    const request = { labId: 'calm', owner: 'learner', learnerId: 'one', classroomId: 'c1' } as const
    expect(await server.start.execute(request)).toMatchObject({ state: 'ready', claim: 'claimed' })
    await stage.classrooms.savePreparation('c1', null)
    await expect.poll(async () => (await live('warm')).length, { timeout: 60_000 }).toBe(0)
    expect(await live('claimed')).toHaveLength(1)
    for (const { id } of await stage.sandboxes.listLive())
      await server.end.execute(id, { actor: 'platform', reason: 'test is over' })
    await server.run.stop()
  })

  it('removes orphans, of this instance only', async () => {
    const spec = stage.spec()
    await stage.engine.createNetwork(spec)
    await stage.engine.createWorkstation(spec)
    const server = stage.server()
    await expect.poll(() => stage.leftovers(), { timeout: 60_000 }).toEqual([])
    await server.run.stop()
  })
})
