import { execFileSync, spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GuardEvent, GuardPolicy } from '@noops-dojo/contracts'

/** Every docker CLI of this machine: Debian's and a current one must both work through the guard. */
export const clis = [
  ...new Set(
    ['/usr/local/bin/docker', '/usr/bin/docker'].filter(existsSync).map((path) => realpathSync(path)),
  ),
]
const engineCli = clis[0] ?? 'docker'
const root = new URL('../../', import.meta.url).pathname
const letters = 'abcdefghijklmnopqrstuvwxyz0123456789'
const random = (length: number) =>
  Array.from({ length }, () => letters[Math.floor(Math.random() * letters.length)]).join('')

/** Runs a CLI against the engine itself. */
export const engine = (...args: string[]): string =>
  execFileSync(engineCli, args, { encoding: 'utf8' }).trim()

type Run = { status: number; out: string; err: string }

/** A guard process of its own before the real engine, with its data in a temporary folder. */
export class GuardProcess {
  readonly data = mkdtempSync(join(tmpdir(), 'dojo-guard-int-'))
  readonly instance = `t-guard-${random(6)}`
  readonly image = `noops-dojo-test/busy:${this.instance}`
  private child: ChildProcess | null = null
  readonly sandboxes: string[] = []

  /** The image is Debian's base under a name of the test's own; `./dojo build` or a pull brings the base. */
  static async start(): Promise<GuardProcess> {
    const guard = new GuardProcess()
    engine('tag', 'debian:bookworm-slim', guard.image)
    await guard.launch()
    return guard
  }

  async launch(env: Record<string, string> = {}): Promise<void> {
    this.child = spawn(process.execPath, [join(root, 'guard/src/main.ts')], {
      env: { ...process.env, DOJO_DATA: this.data, DOJO_INSTANCE: this.instance, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    for (let tries = 0; tries < 100; tries++) {
      if ((await this.control('GET', '/v1/health').catch(() => null))?.status === 200) return
      await sleep(100)
    }
    throw new Error('the guard did not come up')
  }

  /** kill -9, as a crash. */
  async kill(): Promise<void> {
    const child = this.child
    if (!child) return
    const gone = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGKILL')
    await gone
    this.child = null
  }

  policy(id: string, change: Partial<GuardPolicy> = {}): GuardPolicy {
    return {
      sandboxId: id,
      instance: this.instance,
      phase: 'open',
      network: `s${id}`,
      workstationContainer: `s${id}-workstation`,
      judgeContainer: `s${id}-judge`,
      sockets: { learner: `${this.data}/run/${id}/learner`, judge: `${this.data}/run/${id}/judge` },
      deadline: Date.now() + 3_600_000,
      catalogue: [{ name: 'busy:1', image: this.image }],
      limits: {
        containers: 12,
        networks: 3,
        volumes: 4,
        services: 4,
        secrets: 6,
        memoryBytes: 2 ** 31,
        containerMemoryBytes: 2 ** 27,
        cpus: 1,
        pids: 128,
        streams: 10,
        requestsPerSecond: 200,
      },
      capabilities: ['CHOWN', 'NET_BIND_SERVICE', 'SETUID', 'SETGID', 'KILL', 'DAC_OVERRIDE', 'FOWNER'],
      ...change,
    }
  }

  /**
   * Makes a sandbox: its network, a container that holds it, and its policy. Gives its id. Without the holder the node
   * drops the network with the last container of a test on it, and one that starts again at that moment leaves an
   * attachment behind that keeps the network until dockerd is started anew (Docker 20.10).
   */
  async sandbox(change: Partial<GuardPolicy> = {}): Promise<string> {
    const id = `t${random(9)}`
    const labels = (role: string) =>
      [`instance=${this.instance}`, `sandbox=${id}`, `role=${role}`].flatMap((label) => [
        '--label',
        `dev.noops-dojo.${label}`,
      ])
    const overlay = ['-d', 'overlay', '--internal', '--attachable']
    engine('network', 'create', ...overlay, ...labels('network'), `s${id}`)
    this.sandboxes.push(id)
    const holder = ['--name', `s${id}-workstation`, '--network', `s${id}`, '--init']
    engine('run', '-d', ...holder, ...labels('workstation'), this.image, 'sleep', 'infinity')
    const answer = await this.control('PUT', `/v1/sandboxes/${id}`, this.policy(id, change))
    if (answer.status !== 204) throw new Error(`the guard refused the policy: ${answer.body}`)
    return id
  }

  socket(id: string, side: 'learner' | 'judge' = 'learner'): string {
    return `${this.data}/run/${id}/${side}/docker.sock`
  }

  /** Runs an unmodified docker CLI in a sandbox. */
  docker(
    id: string,
    args: string[],
    { cli = engineCli, input = '', timeout = 60_000, side = 'learner' as 'learner' | 'judge' } = {},
  ): Run {
    const env = { ...process.env, DOCKER_HOST: `unix://${this.socket(id, side)}` }
    const { status, stdout, stderr } = spawnSync(cli, args, {
      env,
      input,
      timeout,
      encoding: 'utf8',
      cwd: root,
    })
    return { status: status ?? -1, out: stdout.trim(), err: stderr.trim() }
  }

  /** As `docker`, but a failure is an error. */
  ok(id: string, args: string[], options: Parameters<GuardProcess['docker']>[2] = {}): string {
    const { status, out, err } = this.docker(id, args, options)
    if (status !== 0) throw new Error(`docker ${args.join(' ')} failed (${status}): ${err || out}`)
    return out
  }

  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: string }> {
    return call(join(this.data, 'guard/control.sock'), method, path, body)
  }

  /** The events so far. */
  events(after = 0): Promise<GuardEvent[]> {
    return new Promise((resolve, reject) => {
      const outgoing = request(
        { socketPath: join(this.data, 'guard/control.sock'), path: `/v1/events?after=${after}` },
        (answer) => {
          let text = ''
          answer.on('data', (part) => (text += String(part)))
          setTimeout(() => {
            outgoing.destroy()
            resolve(
              text
                .split('\n')
                .filter(Boolean)
                .map((line) => JSON.parse(line) as GuardEvent),
            )
          }, 300)
        },
      )
      outgoing.on('error', (error) =>
        (error as NodeJS.ErrnoException).code === 'ECONNRESET' ? undefined : reject(error),
      )
      outgoing.end()
    })
  }

  /** Removes everything that the instance made. */
  async stop(): Promise<void> {
    await this.kill()
    const mine = ['--filter', `label=dev.noops-dojo.instance=${this.instance}`]
    // Swarm lets go of containers and networks a while after it was asked to.
    const remove = async (list: string[], rm: string[], only: string[] = []) => {
      for (let tries = 0; tries < 60; tries++) {
        const ids = engine(...list, ...mine, ...only)
          .split('\n')
          .filter(Boolean)
        if (ids.length === 0) return
        spawnSync(engineCli, [...rm, ...ids])
        await sleep(250)
      }
    }
    await remove(['service', 'ls', '-q'], ['service', 'rm'])
    await remove(['ps', '-aq'], ['rm', '-f', '-v'], ['--filter', 'label=dev.noops-dojo.role=learner'])
    await remove(['ps', '-aq'], ['rm', '-f', '-v'])
    await remove(['network', 'ls', '-q'], ['network', 'rm'])
    await remove(['secret', 'ls', '-q'], ['secret', 'rm'])
    await remove(['config', 'ls', '-q'], ['config', 'rm'])
    await remove(['volume', 'ls', '-q'], ['volume', 'rm', '-f'])
    for (const id of this.sandboxes) {
      const tags = engine('images', '--format', '{{.Repository}}:{{.Tag}}', `s${id}/*`)
        .split('\n')
        .filter(Boolean)
      if (tags.length > 0) spawnSync(engineCli, ['rmi', ...tags])
    }
    spawnSync(engineCli, ['rmi', this.image])
    rmSync(this.data, { recursive: true, force: true })
  }
}

/** One HTTP request over a unix socket. */
export function call(
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = text
      ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
      : {}
    // Each on a connection of its own: an idle one may be closed while this process waits for a CLI.
    const outgoing = request({ socketPath, method, path, headers, agent: false }, (answer) => {
      let received = ''
      answer.on('data', (part) => (received += String(part)))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: received }))
    })
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}

/** Asks until it is true, at most `ms`. */
export async function until(what: string, isTrue: () => boolean, ms = 40_000): Promise<void> {
  const end = Date.now() + ms
  while (!isTrue()) {
    if (Date.now() > end) throw new Error(`${what} did not happen within ${ms} ms`)
    await sleep(300)
  }
}
