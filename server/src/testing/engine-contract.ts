import { expect, it } from 'vitest'
import type { SandboxEngine, SandboxSpec } from '../domain/ports/engine/sandbox-engine.ts'

/** An engine to be tried, and the spec of a sandbox that nobody else has. */
export interface EngineOnTrial {
  readonly engine: SandboxEngine
  readonly spec: SandboxSpec
}

const learner = { uid: 1000, gid: 1000 }
const file = (path: string, text: string) => ({ path, bytes: new TextEncoder().encode(text), mode: 0o644 })

/** What the domain relies on, whatever the engine is. The cases build on each other: one sandbox’s life. */
export const sandboxEngineContract = (trial: () => EngineOnTrial): void => {
  const owned = async () => {
    const { engine, spec } = trial()
    return (await engine.listOwned()).find(({ sandboxId }) => sandboxId === spec.sandboxId)
  }

  it('has nothing of a sandbox that was not made, and nothing to destroy', async () => {
    const { engine, spec } = trial()
    expect(await owned()).toBeUndefined()
    expect(await engine.destroy(spec.sandboxId)).toEqual({ left: 0 })
  })

  it('refuses to work in a workstation that is not there', async () => {
    const { engine, spec } = trial()
    const command = { argv: ['true'], timeoutMs: 5_000 }
    await expect(engine.run(spec.sandboxId, 'workstation', command)).rejects.toMatchObject({
      code: 'SANDBOX_NOT_READY',
    })
    const files = [file('a', 'a')]
    await expect(
      engine.putFiles(spec.sandboxId, 'judge', '/home/learner', files, learner),
    ).rejects.toMatchObject({ code: 'SANDBOX_NOT_READY' })
    await expect(engine.openShell(spec.sandboxId, 'main', { cols: 80, rows: 24 })).rejects.toMatchObject({
      code: 'SANDBOX_NOT_READY',
    })
  })

  it('makes every part, and makes it again without harm', async () => {
    const { engine, spec } = trial()
    await engine.ensurePlatform()
    for (let time = 0; time < 2; time++) {
      await engine.createNetwork(spec)
      await Promise.all([
        engine.createWorkstation(spec),
        engine.createJudge(spec),
        engine.joinGateway(spec.sandboxId),
      ])
    }
    expect(await owned()).toEqual({
      sandboxId: spec.sandboxId,
      deadline: spec.deadline,
      hasNetwork: true,
      hasWorkstation: true,
      isWorkstationRunning: true,
      isJudgeRunning: true,
      objects: 3,
    })
  })

  it('gives a judge its files before anybody can ask it', async () => {
    const { engine, spec } = trial()
    const judgeFiles = { folder: '/opt/dojo/lab', files: [{ ...file('checks/a.sh', 'a'), mode: 0o755 }] }
    await engine.createJudge({ ...spec, judgeFiles })
    const argv = ['echo', 'asked']
    expect(await engine.run(spec.sandboxId, 'judge', { argv, timeoutMs: 10_000 })).toMatchObject({
      exitCode: 0,
    })
  })

  it('puts files and runs commands', async () => {
    const { engine, spec } = trial()
    await engine.putFiles(spec.sandboxId, 'workstation', '/home/learner', [file('deep/a.txt', 'hi')], learner)
    await engine.putFiles(spec.sandboxId, 'judge', '/opt/dojo/lab', [], learner)
    const result = await engine.run(spec.sandboxId, 'judge', { argv: ['echo', 'hello'], timeoutMs: 10_000 })
    expect(result).toMatchObject({ exitCode: 0, stdout: 'hello\n', stderr: '', isTruncated: false })
  })

  it('refuses a file that leads out of its folder', async () => {
    const { engine, spec } = trial()
    for (const path of ['../escape', 'a/../../escape', '/etc/escape'])
      await expect(
        engine.putFiles(spec.sandboxId, 'workstation', '/home/learner', [file(path, 'x')], learner),
      ).rejects.toMatchObject({ code: 'SUBMISSION_INVALID' })
  })

  it('holds terminals by name', async () => {
    const { engine, spec } = trial()
    const shell = await engine.openShell(spec.sandboxId, 'main', { cols: 80, rows: 24 })
    await expect.poll(() => engine.listTerminals(spec.sandboxId), { timeout: 10_000 }).toEqual(['main'])
    shell.close()
  })

  it('knows which images are missing', async () => {
    const { engine } = trial()
    expect(await engine.missingImages(['no-such-image:9.9'])).toEqual(['no-such-image:9.9'])
  })

  it('removes everything, and removing again is fine', async () => {
    const { engine, spec } = trial()
    expect(await engine.destroy(spec.sandboxId)).toEqual({ left: 0 })
    expect(await owned()).toBeUndefined()
    expect(await engine.destroy(spec.sandboxId)).toEqual({ left: 0 })
  })
}
