import { spawn } from 'node:child_process'
import { mkdir, open, readFile, truncate } from 'node:fs/promises'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { chooseUser, findBinaries } from './binaries.ts'
import { prepareCluster } from './cluster-folder.ts'
import { findPostmaster, isAlive, stopPostmaster, type Postmaster } from './postmaster.ts'

const database = 'dojo'
const settings = [
  'listen_addresses=127.0.0.1',
  'unix_socket_directories=',
  'max_connections=60',
  'shared_buffers=64MB',
  'log_min_messages=warning',
]

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

/**
 * PostgreSQL in `$DOJO_DATA/db`, on a free port of loopback with a random password. It is a process of its own that
 * outlives a killed server; the next server finds it by its id file and goes on with it.
 */
export class EmbeddedPostgres {
  private postmaster: Postmaster | undefined
  private exitNote = ''
  private isPrepared = false

  constructor(
    private readonly dataDir: string,
    private readonly password: string,
  ) {}

  isRunning(): boolean {
    return this.postmaster !== undefined && isAlive(this.postmaster.pid)
  }

  get pid(): number | undefined {
    return this.postmaster?.pid
  }

  /** Starts or adopts the database; gives its connection string. Idempotent. Throws with the reason and the log's end. */
  async start(): Promise<string> {
    if (!this.isRunning() || !this.isPrepared) {
      const binaries = await findBinaries()
      const user = chooseUser()
      const folder = await prepareCluster(this.dataDir, this.password, binaries, user)
      this.postmaster = (await this.adopt(folder)) ?? (await this.launch(folder, binaries.postgres, user))
      await this.ensureDatabase()
      this.isPrepared = true
    }
    return this.url(database)
  }

  async stop(): Promise<void> {
    const running = this.postmaster
    this.postmaster = undefined
    this.isPrepared = false
    if (running !== undefined && isAlive(running.pid)) await stopPostmaster(running.pid)
  }

  private url(name: string, port = this.postmaster?.port): string {
    return `postgresql://dojo:${encodeURIComponent(this.password)}@127.0.0.1:${port}/${name}`
  }

  private async adopt(folder: string): Promise<Postmaster | undefined> {
    const found = await findPostmaster(folder)
    if (found === undefined) return undefined
    if (found.port > 0 && (await this.answers(found, 10_000))) return found
    await stopPostmaster(found.pid)
    return undefined
  }

  private async launch(folder: string, program: string, user: { uid?: number; gid?: number }) {
    const port = this.postmaster?.port ?? (await freePort())
    const logFile = join(this.dataDir, 'logs', 'postgres.log')
    await mkdir(join(this.dataDir, 'logs'), { recursive: true, mode: 0o700 })
    const log = await open(logFile, 'a', 0o600)
    if ((await log.stat()).size > 10_000_000) await truncate(logFile, 0)
    const argv = ['-D', folder, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])]
    // Detached: Ctrl-C in the server's terminal must not stop the database before the server has closed.
    const child = spawn(program, argv, { ...user, detached: true, stdio: ['ignore', log.fd, log.fd] })
    child.unref()
    const failed = new Promise<string>((resolve) => child.once('error', (error) => resolve(error.message)))
    child.once('exit', (code, by) => (this.exitNote = `it ended with ${code ?? by}`))
    await log.close()
    const pid = child.pid
    if (pid === undefined) throw new Error(`PostgreSQL could not be started: ${await failed}`)
    const launched = { pid, port }
    const isUp = await this.answers(launched, 60_000).catch(async (error: unknown) => {
      await stopPostmaster(pid)
      throw error
    })
    if (isUp) return launched
    const tail = (await readFile(logFile, 'utf8')).trim().split('\n').slice(-3).join(' | ')
    if (isAlive(pid)) await stopPostmaster(pid)
    this.postmaster = undefined // Another program may have taken the port meanwhile: the next start takes another.
    throw new Error(
      `PostgreSQL did not come up (${this.exitNote || 'no answer in 60 s'}); ${logFile} ends: ${tail}`,
    )
  }

  private async answers({ pid, port }: Postmaster, withinMs: number): Promise<boolean> {
    const end = Date.now() + withinMs
    while (Date.now() < end && isAlive(pid)) {
      if (await this.query('postgres', 'SELECT 1', port).catch((error: unknown) => this.unlessRefused(error)))
        return true
      await delay(50)
    }
    return false
  }

  /** Waiting does not help against a wrong password (SQLSTATE 28P01): secrets.json and folder do not belong together. */
  private unlessRefused(error: unknown): undefined {
    if ((error as { code?: string }).code !== '28P01') return undefined
    throw new Error(
      `The database in ${join(this.dataDir, 'db')} does not take the password of ${join(this.dataDir, 'secrets.json')}. ` +
        'Put the secrets.json back that it was made with, or move the folder db away to start with an empty database.',
    )
  }

  private async ensureDatabase(): Promise<void> {
    const { rows } = await this.query('postgres', `SELECT 1 FROM pg_database WHERE datname = '${database}'`)
    if (rows.length === 0) await this.query('postgres', `CREATE DATABASE "${database}"`)
  }

  private async query(name: string, sql: string, port?: number): Promise<pg.QueryResult> {
    const client = new pg.Client({ connectionString: this.url(name, port), connectionTimeoutMillis: 3_000 })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.query(sql)
    } finally {
      await client.end().catch(() => {})
    }
  }
}
