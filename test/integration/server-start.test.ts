import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { isAlive, stopPostmaster } from '../../server/src/adapters/prisma/embedded/postmaster.ts'
import { projectRoot } from '../../server/src/config/environment.ts'

// What is compiled is what runs: Nest's decorators pass two compilers, vitest's and this one.
const main = join(projectRoot, 'server/dist/main.js')
let dataDir: string
const running: ChildProcess[] = []

const start = (env: Record<string, string>) => {
  const child = spawn(process.execPath, [main], {
    env: {
      PATH: process.env.PATH ?? '',
      DOJO_DATA: dataDir,
      DOJO_INSTANCE: 't-server-start',
      DOJO_PORT: '0',
      // No engine: nothing of this test may reach the shared one.
      DOCKER_SOCKET: join(dataDir, 'no-docker.sock'),
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  const out: string[] = []
  child.stdout.on('data', (piece) => out.push(String(piece)))
  child.stderr.on('data', (piece) => out.push(String(piece)))
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const address = () =>
    vi.waitFor(
      () => {
        const found = /"address":"([^"]+)"/.exec(out.join(''))?.[1]
        if (found === undefined) throw new Error(`not up yet: ${out.join('')}`)
        return found
      },
      { timeout: 60_000, interval: 100 },
    )
  return { child, out, exited, address }
}
const get = async (url: string) => {
  const answer = await fetch(url)
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
}
const databaseOf = async (address: string) => {
  const { body } = await get(`${address}/readyz`)
  return (body.parts as Record<string, { ok: boolean; detail: string }>).database
}
const postmasterPid = async () =>
  Number((await readFile(join(dataDir, 'db/postmaster.pid'), 'utf8')).split('\n')[0])

beforeAll(async () => {
  if (!existsSync(main)) throw new Error('The server is not compiled. Run "npm run build:server" first.')
  dataDir = await mkdtemp(join(tmpdir(), 'dojo-start-'))
  await mkdir(join(dataDir, 'web'))
})
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  const pid = await postmasterPid().catch(() => undefined)
  if (pid !== undefined && isAlive(pid)) await stopPostmaster(pid)
  await rm(dataDir, { recursive: true, force: true })
})

describe('the compiled server', () => {
  it('refuses a bad environment with a sentence for each value and exit code 2', async () => {
    const { exited, out } = start({ DOJO_PORT: '99999', DOJO_POOL: 'perhaps' })
    expect(await exited).toBe(2)
    expect(out.join('')).toContain('DOJO_PORT is "99999"')
    expect(out.join('')).toContain('DOJO_POOL is "perhaps"')
  })

  it('refuses TLS files that are none', async () => {
    const { exited, out } = start({ DOJO_TLS_CERT: main, DOJO_TLS_KEY: join(dataDir, 'missing.pem') })
    expect(await exited).toBe(2)
    expect(out.join('')).toMatch(/^DOJO_TLS_CERT and DOJO_TLS_KEY cannot be used: .*missing\.pem/)
  })

  it('says which port is taken, and leaves no database behind', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const { port } = blocker.address() as AddressInfo
    const { exited, out } = start({ DOJO_PORT: String(port) })
    expect(await exited).toBe(1)
    expect(out.join('')).toContain(`cannot listen on 127.0.0.1:${port} (EADDRINUSE)`)
    const pid = await postmasterPid().catch(() => undefined)
    expect(pid === undefined || !isAlive(pid)).toBe(true)
    await new Promise((resolve) => blocker.close(resolve))
  })

  it('answers without engine and guard, says which part is away, and makes the first class', async () => {
    const server = start({})
    const address = await server.address()
    expect((await get(`${address}/healthz`)).body).toEqual({ status: 'ok' })
    await vi.waitFor(async () => expect((await databaseOf(address))?.ok).toBe(true), {
      timeout: 60_000,
      interval: 200,
    })
    const { status, body } = await get(`${address}/readyz`)
    expect(status).toBe(503)
    expect(body).toMatchObject({
      ready: false,
      parts: { engine: { ok: false }, guard: { ok: false }, labs: { ok: true } },
    })
    const { instructorKey } = JSON.parse(await readFile(join(dataDir, 'secrets.json'), 'utf8')) as {
      instructorKey: string
    }
    const signedIn = await fetch(`${address}/api/session/instructor`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: instructorKey }),
    })
    const cookie = signedIn.headers.get('set-cookie')?.split(';')[0] ?? ''
    const classes = await fetch(`${address}/api/classrooms`, { headers: { cookie } })
    const { items } = (await classes.json()) as { items: { name: string; code: string }[] }
    expect(items.map(({ name }) => name)).toEqual(['Dojo'])
    expect(server.out.join('')).not.toContain(instructorKey)
  })

  it('goes on with the same database after kill -9, and takes it down with it on SIGTERM', async () => {
    const first = start({})
    await vi.waitFor(async () => expect((await databaseOf(await first.address()))?.ok).toBe(true), {
      timeout: 60_000,
      interval: 200,
    })
    const pid = await postmasterPid()
    first.child.kill('SIGKILL')
    await first.exited
    expect(isAlive(pid)).toBe(true)
    const second = start({})
    const address = await second.address()
    await vi.waitFor(async () => expect((await databaseOf(address))?.ok).toBe(true), {
      timeout: 60_000,
      interval: 200,
    })
    expect(await postmasterPid()).toBe(pid)
    expect(second.out.join('')).not.toContain('Made the first class')
    second.child.kill('SIGTERM')
    expect(await second.exited).toBe(0)
    expect(isAlive(pid)).toBe(false)
  })

  it('waits for a database that is down at start, with one line in the log, and answers meanwhile', async () => {
    const blocker = createServer()
    await new Promise<void>((resolve) => blocker.listen(0, '127.0.0.1', resolve))
    const { port } = blocker.address() as AddressInfo
    await new Promise((resolve) => blocker.close(resolve))
    const server = start({ DATABASE_URL: `postgresql://dojo:hunter2@127.0.0.1:${port}/dojo` })
    const address = await server.address()
    await vi.waitFor(() => expect(server.out.join('')).toContain('The database is away'), { timeout: 20_000 })
    expect(await databaseOf(address)).toMatchObject({ ok: false })
    const labs = await fetch(`${address}/api/labs`)
    expect([200, 503]).toContain(labs.status)
    const join = await fetch(`${address}/api/session/join`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ code: 'ABC234', nickname: 'Ken' }),
    })
    expect(join.status).toBe(503)
    expect(await join.json()).toMatchObject({ code: 'DATABASE_AWAY' })
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(server.out.join('').split('The database is away').length - 1).toBe(1)
    expect(server.out.join('')).not.toContain('hunter2')
    expect(server.child.exitCode).toBeNull()
  })
})
