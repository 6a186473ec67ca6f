import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { JournalEvent, SandboxView } from '@noops-dojo/contracts'
import { isAlive, stopPostmaster } from '../../server/src/adapters/prisma/embedded/postmaster.ts'
import { projectRoot } from '../../server/src/config/environment.ts'
import { EngineStage } from './engine-stage.ts'
import { endProcess, startGuard } from './guard-process.ts'

/** CRASH_MAIN: a copy of the compiled server, so that a build meanwhile does not take it away. */
const main = process.env['CRASH_MAIN'] ?? join(projectRoot, 'server/dist/main.js')

/** The compiled server with its database on real parts; it can be killed and started again. */
export class CrashServer extends EngineStage {
  readonly #labs: string
  #guard: ChildProcess | undefined
  #server: ChildProcess | undefined
  #origin = ''
  #token = ''
  /** What the servers logged, newest last. */
  readonly output: string[] = []

  constructor(labs: string) {
    super()
    this.#labs = labs
    mkdirSync(join(this.dataDir, 'web'))
  }

  async open(): Promise<void> {
    if (!existsSync(main)) throw new Error('The server is not compiled. Run "npm run build:server" first.')
    this.#guard = await startGuard(this.dataDir, this.instance)
    await this.start()
  }

  /** Starts the server; resolves when its database answers. */
  async start(): Promise<void> {
    let lines = ''
    const server = spawn(process.execPath, [main], {
      env: {
        PATH: process.env.PATH ?? '',
        DOJO_DATA: this.dataDir,
        DOJO_INSTANCE: this.instance,
        DOJO_PORT: '0',
        DOJO_LABS: this.#labs,
        DOJO_WEB: join(this.dataDir, 'web'),
        DOJO_POOL: 'off',
        DOJO_MAX_SANDBOXES: '10',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#server = server
    const take = (piece: unknown): void => {
      lines += String(piece)
      this.output.push(String(piece))
    }
    server.stdout.on('data', take)
    server.stderr.on('data', take)
    for (let waited = 0; ; waited += 50) {
      const address = /"address":"([^"]+)"/.exec(lines)?.[1]
      if (address !== undefined && (await this.#isUp(address))) break
      if (server.exitCode !== null || waited > 90_000) throw new Error(`the server did not come up: ${lines}`)
      await sleep(50)
    }
    this.#token = (
      JSON.parse(readFileSync(join(this.dataDir, 'secrets.json'), 'utf8')) as { graderToken: string }
    ).graderToken
  }

  async #isUp(address: string): Promise<boolean> {
    this.#origin = address
    const answer = await fetch(`${address}/readyz`).catch(() => undefined)
    const body = (await answer?.json()) as { parts?: { database?: { ok: boolean } } } | undefined
    return body?.parts?.database?.ok === true
  }

  /** kill -9, as the kernel does it when memory is short. */
  async kill(): Promise<void> {
    if (this.#server) await endProcess(this.#server, 'SIGKILL')
  }

  /** kill -9 of the guard; the launcher would start it again, here `startGuard` does. */
  async killGuard(): Promise<void> {
    if (this.#guard) await endProcess(this.#guard, 'SIGKILL')
  }

  async startGuard(): Promise<void> {
    rmSync(join(this.dataDir, 'guard/control.sock'), { force: true })
    this.#guard = await startGuard(this.dataDir, this.instance)
  }

  /** Undefined when the server died before it answered. */
  async call<T>(method: string, path: string, body?: object): Promise<T | undefined> {
    const headers = {
      authorization: `Bearer ${this.#token}`,
      ...(body ? { 'content-type': 'application/json' } : {}),
    }
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    }).catch(() => undefined)
    if (answer === undefined) return undefined
    const text = await answer.text().catch(() => undefined)
    if (text === undefined) return undefined
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }

  async live(): Promise<SandboxView[]> {
    return (await this.call<{ items: SandboxView[] }>('GET', '/api/sandboxes'))?.items ?? []
  }

  async view(id: string): Promise<SandboxView> {
    const view = await this.call<SandboxView>('GET', `/api/sandboxes/${id}`)
    if (!view) throw new Error('the server does not answer')
    return view
  }

  async log(id: string): Promise<JournalEvent[]> {
    const page = await this.call<{ items: JournalEvent[] }>('GET', `/api/sandboxes/${id}/events?limit=1000`)
    return page?.items ?? []
  }

  /** What is left of a sandbox on the host besides engine objects. */
  folders(id: string): string[] {
    return ['run', 'guard/sandboxes'].flatMap((folder) => {
      const path = join(this.dataDir, folder)
      return existsSync(path) ? readdirSync(path).filter((name) => name.includes(id)) : []
    })
  }

  override async close(): Promise<void> {
    if (this.#server) await endProcess(this.#server)
    if (this.#guard) await endProcess(this.#guard)
    const file = join(this.dataDir, 'db/postmaster.pid')
    const pid = existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
    if (pid > 1 && isAlive(pid)) await stopPostmaster(pid)
    await super.close()
  }
}
