import { chmodSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { join } from 'node:path'
import type { GuardPhase, GuardPolicy } from '@noops-dojo/contracts/guard'
import type { Engine } from './engine/engine.ts'
import type { Spool } from './events/spool.ts'
import type { Watch } from './observe.ts'
import type { PolicyStore } from './control/policy-store.ts'
import { Lock } from './quota/lock.ts'
import { spareConnections } from './quota/places.ts'
import { Refusal } from './refusal.ts'
import { Sandbox } from './sandbox.ts'
import { serve } from './wire/connection.ts'

const fenceWaitMs = 10_000

type Opened = { sandbox: Sandbox; servers: Server[]; connections: Set<Socket> }

/** All guarded sandboxes: opens and closes their sockets as policies come and go. */
export class Guard {
  readonly engine: Engine
  readonly spool: Spool
  readonly watch: Watch
  private readonly store: PolicyStore
  private readonly opened = new Map<string, Opened>()
  private readonly lock = new Lock()

  constructor(engine: Engine, spool: Spool, watch: Watch, store: PolicyStore) {
    this.engine = engine
    this.spool = spool
    this.watch = watch
    this.store = store
  }

  get ids(): string[] {
    return [...this.opened.keys()].sort()
  }

  /** Opens every stored policy again and removes the sockets of sandboxes that have none. `runFolder` holds both. */
  async restore(runFolder: string): Promise<void> {
    for (const policy of this.store.all()) {
      // One sandbox whose folder is gone must not keep the others closed.
      await this.open(policy).catch((error: unknown) => this.watch.failed(error))
    }
    for (const id of safeList(runFolder)) {
      if (this.opened.has(id)) continue
      for (const side of ['learner', 'judge'])
        rmSync(join(runFolder, id, side, 'docker.sock'), { force: true })
    }
  }

  /** Makes the policy durable, then opens both sockets or takes the change over. Idempotent. A fence stays. */
  async put(policy: GuardPolicy): Promise<void> {
    await this.lock.run(async () => {
      await this.store.put(this.fencedAsKnown(policy))
      // Asked again: the fence may have fallen while the policy was written.
      await this.open(this.fencedAsKnown(policy))
    })
  }

  /** Throws Refusal 404 for an unknown sandbox, 409 for any other phase of a fenced one: a fence is final. */
  async setPhase(id: string, phase: GuardPhase): Promise<void> {
    const { mutations, policy, uploads } = this.known(id)
    // The fence falls before its turn comes: a request that comes meanwhile must not slip through.
    if (phase === 'fenced') {
      policy.phase = phase
      for (const client of uploads) client.destroy()
    }
    await this.lock.run(() => this.writePhase(id, phase))
    // Once this is answered, nothing of the learner is on its way to the engine any more.
    if (phase === 'fenced') await mutations.idle(fenceWaitMs)
  }

  /** Closes the sockets, ends every connection and forgets the policy. Idempotent. */
  async remove(id: string): Promise<void> {
    await this.lock.run(async () => {
      const opened = this.opened.get(id)
      this.opened.delete(id)
      if (opened) close(opened)
      await this.store.remove(id)
    })
    this.watch.sandboxes(this.opened.size)
  }

  /** The sandbox behind an id, for those who watch its quotas. */
  sandbox(id: string): Sandbox | undefined {
    return this.opened.get(id)?.sandbox
  }

  async stop(): Promise<void> {
    for (const opened of this.opened.values()) close(opened)
    this.opened.clear()
    this.engine.close()
    await this.spool.close()
  }

  private known(id: string): Sandbox {
    const found = this.sandbox(id)
    if (!found) throw new Refusal(404, `no such sandbox: ${id}`)
    return found
  }

  private fencedAsKnown(policy: GuardPolicy): GuardPolicy {
    const isFenced = this.sandbox(policy.sandboxId)?.policy.phase === 'fenced'
    return isFenced ? { ...policy, phase: 'fenced' } : policy
  }

  /** Under the lock, with the sandbox as it is now: it may have been fenced or removed since this was asked for. */
  private async writePhase(id: string, phase: GuardPhase): Promise<void> {
    const { policy } = this.known(id)
    if (policy.phase === 'fenced' && phase !== 'fenced')
      throw new Refusal(409, `the sandbox ${id} is being terminated; its fence stays`)
    await this.store.put({ ...policy, phase })
    policy.phase = phase
  }

  private async open(policy: GuardPolicy): Promise<void> {
    const known = this.opened.get(policy.sandboxId)
    if (known && sameSockets(known.sandbox.policy, policy)) return known.sandbox.apply(policy)
    if (known) close(known)
    const opened: Opened = { sandbox: new Sandbox(policy, this.engine), servers: [], connections: new Set() }
    this.opened.set(policy.sandboxId, opened)
    try {
      for (const [folder, isJudge] of [
        [policy.sockets.learner, false],
        [policy.sockets.judge, true],
      ] as const)
        opened.servers.push(await this.listen(opened, folder, isJudge))
    } catch (error) {
      // Half open it would be listed as open, and nobody would open it again.
      this.opened.delete(policy.sandboxId)
      close(opened)
      throw error
    } finally {
      this.watch.sandboxes(this.opened.size)
    }
  }

  private listen(opened: Opened, folder: string, isJudge: boolean): Promise<Server> {
    const path = join(folder, 'docker.sock')
    mkdirSync(join(folder, '..'), { recursive: true, mode: 0o700 })
    // The folder itself is bind-mounted into containers, whose user must be able to enter it.
    mkdirSync(folder, { recursive: true, mode: 0o755 })
    chmodSync(folder, 0o755)
    rmSync(path, { force: true, recursive: true })
    const service = { listener: { sandbox: opened.sandbox, isJudge }, spool: this.spool, watch: this.watch }
    const server = createServer({ allowHalfOpen: true }, (socket) => {
      opened.connections.add(socket)
      socket.on('close', () => opened.connections.delete(socket))
      void serve(socket, service)
    })
    server.maxConnections = opened.sandbox.policy.limits.streams + spareConnections
    return new Promise((resolve, reject) => {
      server.on('error', reject)
      server.listen(path, () => {
        chmodSync(path, 0o666)
        resolve(server)
      })
    })
  }
}

const sameSockets = (a: GuardPolicy, b: GuardPolicy) =>
  a.sockets.learner === b.sockets.learner && a.sockets.judge === b.sockets.judge

function close({ servers, connections, sandbox }: Opened): void {
  for (const server of servers) server.close()
  for (const socket of connections) socket.destroy()
  for (const folder of Object.values(sandbox.policy.sockets))
    rmSync(join(folder, 'docker.sock'), { force: true })
}

function safeList(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
