import { mkdtempSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Status } from '../../cli/src/commands/status/status.ts'
import { countObjects } from '../../cli/src/engine/remove-objects.ts'
import { isAlive, startOf, type ProcessRecord } from '../../cli/src/parts/process-record.ts'
import { run } from '../../tools/command.ts'

const root = join(import.meta.dirname, '../..')

/** One dojo of this test: own name, own folder, any free port. */
class Dojo {
  readonly instance = `t-launch-${Math.random().toString(36).slice(2, 7)}`
  readonly data = mkdtempSync(join(tmpdir(), 'dojo-launch-'))

  run(command: string, ...flags: string[]) {
    const where = ['--instance', this.instance, '--data', this.data]
    return run(process.execPath, ['cli/src/main.ts', command, ...where, ...flags], {
      cwd: root,
      env: {
        DOJO_HOST: undefined,
        DOJO_PORT: undefined,
        DATABASE_URL: undefined,
        DOJO_POOL: 'off',
        NO_COLOR: '1',
      },
      timeoutMs: 240_000,
    })
  }

  async up(...flags: string[]): Promise<string> {
    const result = await this.run('up', '--port', '0', ...flags)
    expect(result.code, result.stderr).toBe(0)
    return result.stdout
  }

  async status(): Promise<Status> {
    return JSON.parse((await this.run('status', '--json')).stdout) as Status
  }

  process(name: string): ProcessRecord {
    return JSON.parse(readFileSync(join(this.data, 'pids', `${name}.json`), 'utf8')) as ProcessRecord
  }

  objects = async (): Promise<number> =>
    Object.values(await countObjects(this.instance)).reduce((sum, count) => sum + count, 0)

  async remove(): Promise<void> {
    await this.run('down', '--purge', '--keep-images')
    rmSync(this.data, { recursive: true, force: true })
  }
}

describe('the launcher', () => {
  const dojo = new Dojo()
  let welcome = ''
  beforeAll(async () => {
    welcome = await dojo.up()
  })
  afterAll(() => dojo.remove())
  // One test's failure is not the next one's: a running dojo costs a look only.
  beforeEach(async () => void (await dojo.up()))

  it('prints address, join code and instructor key, the same that status gives to scripts', async () => {
    const status = await dojo.status()
    expect(status.isReady).toBe(true)
    expect(status.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/)
    expect(status.joinCode).toMatch(/^[A-Z2-9]{6}$/)
    for (const text of [status.joinUrl, status.joinCode, status.instructorKey])
      expect(welcome).toContain(text as string)
    expect(Object.entries(status.parts).filter(([, part]) => !part.ok)).toEqual([])
  })

  it('gives a join code with which a learner gets in', async () => {
    const { address, joinCode } = await dojo.status()
    const answer = await fetch(`${address}/api/session/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: address as string },
      body: JSON.stringify({ code: joinCode, nickname: 'Ada' }),
    })
    expect(answer.status).toBe(201)
  })

  it('leaves a running dojo alone when it is started a second time', async () => {
    const before = [dojo.process('server'), dojo.process('guard')]
    await dojo.up()
    expect([dojo.process('server'), dojo.process('guard')]).toEqual(before)
  })

  it('starts the server again after it was killed, with the same class and keys', async () => {
    const before = await dojo.status()
    process.kill(dojo.process('server').pid, 'SIGKILL')
    const exitCode = async () => (await dojo.run('status')).code
    await expect.poll(exitCode, { timeout: 60_000 }).toBe(1)
    await dojo.up()
    const after = await dojo.status()
    expect(after).toMatchObject({
      ...{ isReady: true, address: before.address },
      ...{ joinCode: before.joinCode, instructorKey: before.instructorKey },
    })
  })

  it('starts and removes a second dojo beside it without touching the first', async () => {
    const before = [dojo.process('server'), dojo.process('guard')]
    const objects = await dojo.objects()
    const other = new Dojo()
    try {
      await other.up()
      expect((await other.status()).address).not.toBe((await dojo.status()).address)
    } finally {
      await other.remove()
    }
    expect(existsSync(other.data)).toBe(false)
    expect(await other.objects()).toBe(0)
    expect([dojo.process('server'), dojo.process('guard')]).toEqual(before)
    expect(await dojo.objects()).toBe(objects)
    expect((await dojo.status()).isReady).toBe(true)
  })

  it('leaves no process and no container when it is stopped, and keeps what it knew', async () => {
    const before = await dojo.status()
    const records = [dojo.process('server'), dojo.process('guard')]
    const database = Number(readFileSync(join(dojo.data, 'db', 'postmaster.pid'), 'utf8').split('\n')[0])
    expect((await dojo.run('down')).code).toBe(0)
    expect(records.filter(isAlive)).toEqual([])
    expect(startOf(database)).toBeUndefined()
    expect(await dojo.objects()).toBe(0)
    await dojo.up()
    expect((await dojo.status()).joinCode).toBe(before.joinCode)
  })

  it('ends the database of a server that was killed', async () => {
    const database = Number(readFileSync(join(dojo.data, 'db', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(dojo.process('server').pid, 'SIGKILL')
    expect((await dojo.run('down')).code).toBe(0)
    expect(startOf(database)).toBeUndefined()
  })

  it('leaves no trace when it is purged', async () => {
    expect((await dojo.run('down', '--purge', '--keep-images')).code).toBe(0)
    expect(existsSync(dojo.data)).toBe(false)
    expect(await dojo.objects()).toBe(0)
  })
})

describe('a launcher that cannot start', () => {
  const dojo = new Dojo()
  afterAll(() => dojo.remove())

  it('names the port that another program has', async () => {
    const other = createServer()
    await new Promise<void>((done) => other.listen(0, '127.0.0.1', done))
    const { port } = other.address() as { port: number }
    const result = await dojo.run('up', '--port', String(port))
    other.close()
    expect(result.code).toBe(1)
    expect(result.stderr).toContain(`Another program listens on 127.0.0.1:${port}. Choose another port`)
  })

  it('refuses a bad setting with exit code 2 before it touches anything', async () => {
    const result = await dojo.run('up', '--port', 'http')
    expect(result.code).toBe(2)
    expect(result.stderr).toContain('The port is "http"')
  })

  it('tells in status that nothing was started', async () => {
    const result = await run(
      process.execPath,
      ['cli/src/main.ts', 'status', '--data', join(dojo.data, 'none')],
      {
        cwd: root,
      },
    )
    expect(result.code).toBe(1)
    expect(result.stdout).toContain('was not started yet: run "dojo up"')
  })
})
