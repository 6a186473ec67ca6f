import { rmSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DockerSandboxEngine } from '../../server/src/adapters/docker/docker-sandbox-engine.ts'
import type { EngineEvent, SandboxSpec } from '../../server/src/domain/ports/index.ts'
import { engineLabels } from '../../server/src/domain/sandbox/engine-names.ts'
import { EngineStage, socketPath } from './engine-stage.ts'

/** A socket in front of the engine’s that can be taken away and given back. */
class EngineDoor {
  readonly path: string
  #server: Server | undefined
  readonly #sockets = new Set<Socket>()

  constructor(path: string) {
    this.path = path
  }

  open(): Promise<void> {
    this.#server = createServer((client) => {
      const engine = connect(socketPath)
      for (const socket of [client, engine]) {
        this.#sockets.add(socket)
        socket.on('close', () => this.#sockets.delete(socket))
        socket.on('error', () => undefined)
      }
      client.pipe(engine).pipe(client)
      client.on('close', () => engine.destroy())
      engine.on('close', () => client.destroy())
    })
    return new Promise((resolve) => this.#server?.listen(this.path, resolve))
  }

  shut(): void {
    this.#server?.close()
    for (const socket of this.#sockets) socket.destroy()
    rmSync(this.path, { force: true })
  }
}

describe('an engine that goes away and comes back', () => {
  const stage = new EngineStage()
  const door = new EngineDoor(join(stage.dataDir, 'engine.sock'))
  const engine = new DockerSandboxEngine({ ...stage.options, socketPath: door.path })
  const seen: EngineEvent[] = []
  let spec: SandboxSpec
  let end: () => void = () => undefined

  beforeAll(async () => {
    await door.open()
    spec = stage.spec()
    await engine.createNetwork(spec)
    await engine.createWorkstation(spec)
    end = engine.watch((event) => seen.push(event))
  })
  afterAll(async () => {
    end()
    door.shut()
    await stage.close()
  })

  const runLearnerContainer = async (name: string): Promise<void> => {
    const container = await stage.docker.createContainer({
      name: `s${spec.sandboxId}-${name}`,
      Image: 'noops-dojo/workstation:0.1',
      Cmd: ['sh', '-c', 'exit 3'],
      Labels: {
        [engineLabels.instance]: stage.instance,
        [engineLabels.sandbox]: spec.sandboxId,
        [engineLabels.role]: 'learner',
      },
      HostConfig: { NetworkMode: 'none' },
    })
    await container.start()
  }
  const deaths = (): string[] =>
    seen.filter(({ action }) => action === 'die').map(({ name, exitCode }) => `${name} ${exitCode}`)

  it('is told as ENGINE_AWAY by every call, a command under way too', async () => {
    await runLearnerContainer('before')
    await expect.poll(deaths, { timeout: 20_000 }).toEqual(['before 3'])
    const running = engine.run(spec.sandboxId, 'workstation', { argv: ['sleep', '30'], timeoutMs: 60_000 })
    const failed = expect(running).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
    await new Promise((resolve) => setTimeout(resolve, 500))
    door.shut()
    await failed
    await expect(engine.listOwned()).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
    await expect(engine.createNetwork(spec)).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
    await expect(engine.destroy(spec.sandboxId)).rejects.toMatchObject({ code: 'ENGINE_AWAY' })
    expect(await engine.health()).toMatchObject({ ok: false })
  })

  it('has lost nothing when it is back: neither the sandbox nor what happened meanwhile', async () => {
    await runLearnerContainer('meanwhile')
    await door.open()
    expect((await engine.listOwned())[0]).toMatchObject({ hasNetwork: true, isWorkstationRunning: true })
    await expect.poll(deaths, { timeout: 20_000 }).toEqual(['before 3', 'meanwhile 3'])
    await runLearnerContainer('after')
    await expect.poll(deaths, { timeout: 20_000 }).toEqual(['before 3', 'meanwhile 3', 'after 3'])
  })
})
