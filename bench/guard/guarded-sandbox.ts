import { execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { GuardPolicy } from '@noops-dojo/contracts/guard'

const root = new URL('../../', import.meta.url).pathname
export const engineSocket = process.env.DOCKER_SOCKET ?? '/var/run/docker.sock'
export const engine = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8' }).trim()

/** A guard process with one sandbox, for measuring. */
export class GuardedSandbox {
  readonly data = mkdtempSync(join(tmpdir(), 'dojo-guard-bench-'))
  readonly id = `b${Date.now().toString(36).slice(-8).padStart(9, '0')}`.slice(0, 10)
  readonly instance = 'bench-guard'
  readonly image = 'debian:bookworm-slim'
  private child!: ChildProcess

  static async start(): Promise<GuardedSandbox> {
    const sandbox = new GuardedSandbox()
    const env = { ...process.env, DOJO_DATA: sandbox.data, DOCKER_SOCKET: engineSocket }
    sandbox.child = spawn(process.execPath, [join(root, 'guard/src/main.ts')], { env, stdio: 'ignore' })
    for (let tries = 0; tries < 100; tries++) {
      if (
        await sandbox.control('GET', '/v1/health').then(
          () => true,
          () => false,
        )
      )
        break
      await sleep(100)
    }
    engine(
      'network',
      'create',
      '-d',
      'overlay',
      '--internal',
      '--attachable',
      ...sandbox.labels('network'),
      `s${sandbox.id}`,
    )
    await sandbox.control('PUT', `/v1/sandboxes/${sandbox.id}`, sandbox.policy(sandbox.id))
    return sandbox
  }

  get pid(): number {
    return this.child.pid!
  }

  labels(role: string): string[] {
    const labels = { instance: this.instance, sandbox: this.id, role }
    return Object.entries(labels).flatMap(([key, value]) => ['--label', `dev.noops-dojo.${key}=${value}`])
  }

  policy(id: string): GuardPolicy {
    return {
      sandboxId: id,
      instance: this.instance,
      phase: 'open',
      network: `s${id}`,
      workstationContainer: `s${id}-workstation`,
      judgeContainer: `s${id}-judge`,
      sockets: { learner: `${this.data}/run/${id}/learner`, judge: `${this.data}/run/${id}/judge` },
      deadline: Date.now() + 3_600_000,
      catalogue: [{ name: this.image, image: this.image }],
      limits: {
        containers: 20,
        networks: 3,
        volumes: 4,
        services: 4,
        secrets: 6,
        memoryBytes: 2 ** 32,
        containerMemoryBytes: 2 ** 28,
        cpus: 2,
        pids: 128,
        streams: 10,
        requestsPerSecond: 100_000,
      },
      capabilities: ['CHOWN'],
    }
  }

  get socket(): string {
    return `${this.data}/run/${this.id}/learner/docker.sock`
  }

  control(method: string, path: string, body?: unknown): Promise<string> {
    return exchange(new Agent(), join(this.data, 'guard/control.sock'), method, path, body)
  }

  stop(): void {
    this.child.kill()
    const mine = engine('ps', '-aq', '--filter', `label=dev.noops-dojo.sandbox=${this.id}`)
      .split('\n')
      .filter(Boolean)
    if (mine.length > 0) engine('rm', '-f', ...mine)
    engine('network', 'rm', `s${this.id}`)
    rmSync(this.data, { recursive: true, force: true })
  }
}

/** One request over a unix socket through a kept-alive agent; gives the body. */
export function exchange(
  agent: Agent,
  socketPath: string,
  method: string,
  path: string,
  body?: unknown,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const text = body === undefined ? '' : JSON.stringify(body)
    const headers = text
      ? { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(text) }
      : {}
    const outgoing = request({ agent, socketPath, method, path, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => resolve(Buffer.concat(parts).toString('utf8')))
    })
    outgoing.on('error', reject)
    outgoing.end(text)
  })
}
