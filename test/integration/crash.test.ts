import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { SandboxView } from '@noops-dojo/contracts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { partName } from '../../server/src/domain/sandbox/engine-names.ts'
import { verifyChain } from '../../server/src/domain/event/hash-chain.ts'
import { CrashServer } from './crash-server.ts'
import { seededRandom } from './seeded-random.ts'

const seed = Number(process.env.CRASH_SEED ?? 20_261_124)
const kills = 20

/** A lab whose set-up must not run twice in one sandbox: a service’s name can be taken only once. */
const writeLab = (): string => {
  const root = mkdtempSync(join(tmpdir(), 'dojo-crash-labs-'))
  const folder = join(root, 'crash/01-crash')
  for (const part of ['checks', 'solution', 'wrong', 'setup', 'content/en'])
    mkdirSync(join(folder, part), { recursive: true })
  const text = `apiVersion: noops.dojo/v1
kind: Lab
metadata: { id: crash, title: { en: Crash }, summary: { en: For the crash test. }, track: crash, duration: 5m }
spec:
  images: ['shop-web:1.0']
  setup: [{ id: deploy, run: setup/deploy.sh, timeout: 90s }]
  probes: { shop: { http: 'http://web:8080/health' } }
  tasks: [{ id: there, mode: once, title: { en: There }, points: 10, check: { run: checks/there.sh } }]
  solution: solution/solve.sh
  wrong: [{ run: wrong/one.sh, unmet: [there] }, { run: wrong/two.sh, unmet: [there] }]
`
  writeFileSync(join(folder, 'lab.yaml'), text)
  writeFileSync(join(folder, 'content/en/01-start.md'), '# Crash\n\n::task{id=there}\n')
  const deploy = 'docker service create --detach --no-resolve-image --name web shop-web:1.0'
  for (const [path, script] of [
    ['setup/deploy.sh', deploy],
    ['checks/there.sh', 'exit 0'],
    ['solution/solve.sh', 'exit 0'],
    ['wrong/one.sh', 'exit 0'],
    ['wrong/two.sh', 'exit 0'],
  ] as const) {
    writeFileSync(join(folder, path), `#!/bin/bash\nset -e\n${script}\n`)
    chmodSync(join(folder, path), 0o755)
  }
  return root
}

describe(`a server that is killed ${kills} times (seed ${seed})`, () => {
  const labs = writeLab()
  const server = new CrashServer(labs)
  const random = seededRandom(seed)
  let killed = 0
  beforeAll(() => server.open())
  afterAll(async () => {
    await server.close()
    rmSync(labs, { recursive: true, force: true })
  })

  const dieAndStart = async (withinMs: number): Promise<void> => {
    await sleep(random() * withinMs)
    await server.kill()
    killed += 1
    await server.start()
  }
  const becomes = async (id: string, state: SandboxView['state']): Promise<void> => {
    for (let waited = 0; waited < 120_000; waited += 200) {
      const view = await server.view(id)
      if (view.state === state) return
      if (view.state === 'failed') throw new Error(`failed after kill ${killed}: ${view.failure}`)
      await sleep(200)
    }
    throw new Error(`not ${state} after kill ${killed}: ${JSON.stringify(await server.view(id))}`)
  }
  const inWorkstation = (id: string, script: string) =>
    server.engine.run(id, 'workstation', { argv: ['bash', '-c', script], timeoutMs: 30_000 })

  /** Asks for a sandbox and kills the server meanwhile; gives the sandbox, which an answer must not have promised in vain. */
  const startAndDie = async (): Promise<string> => {
    const asked = server.call<SandboxView>('POST', '/api/sandboxes', { labId: 'crash' })
    await dieAndStart(4_000)
    const promised = (await asked)?.id
    const live = (await server.live()).map(({ id }) => id)
    if (promised !== undefined) expect(live).toContain(promised)
    const id = promised ?? live[0]
    if (id !== undefined) return id
    return (await server.call<SandboxView>('POST', '/api/sandboxes', { labId: 'crash' }))?.id ?? ''
  }

  const workAndDie = async (id: string): Promise<void> => {
    await inWorkstation(id, 'echo mine >~/mine.txt')
    const before = await server.docker.getContainer(partName(id, 'workstation')).inspect()
    await sleep(random() * 500)
    await server.kill()
    killed += 1
    // The learner works on while no server is there: the guard remembers it.
    expect((await inWorkstation(id, 'docker service scale --detach web=2')).exitCode).toBe(0)
    await server.start()
    await sleep(random() * 1_500)
    const after = await server.docker.getContainer(partName(id, 'workstation')).inspect()
    expect([after.Id, after.State.StartedAt]).toEqual([before.Id, before.State.StartedAt])
    expect((await inWorkstation(id, 'cat ~/mine.txt')).stdout).toBe('mine\n')
    await becomes(id, 'ready')
    const touches = async () =>
      (await server.log(id)).filter(({ kind, actor }) => kind === 'touch.engine' && actor === 'learner')
    await expect.poll(async () => (await touches()).length, { timeout: 20_000 }).toBe(1)
  }

  const endAndDie = async (id: string): Promise<void> => {
    const asked = server.call<SandboxView>('DELETE', `/api/sandboxes/${id}`)
    await dieAndStart(1_500)
    if ((await asked) === undefined) await server.call('DELETE', `/api/sandboxes/${id}`)
    await becomes(id, 'gone')
  }

  it(
    'loses no sandbox, no file and no evidence, and leaves nothing over',
    { timeout: 1_200_000 },
    async () => {
      while (killed < kills) {
        const id = await startAndDie()
        await becomes(id, 'ready')
        expect((await inWorkstation(id, 'docker service ls --format "{{.Name}}"')).stdout).toBe('web\n')
        if (killed < kills) await workAndDie(id)
        if (killed < kills) await endAndDie(id)
        else await server.call('DELETE', `/api/sandboxes/${id}`).then(() => becomes(id, 'gone'))
        const log = await server.log(id)
        expect(verifyChain(log)).toMatchObject({ ok: true })
        expect(log.filter(({ kind }) => kind === 'sandbox.state').at(-1)?.data.state).toBe('gone')
        expect(server.folders(id)).toEqual([])
        await expect.poll(() => server.leftovers(), { timeout: 60_000 }).toEqual([])
      }
      expect(await server.live()).toEqual([])
    },
  )
})
