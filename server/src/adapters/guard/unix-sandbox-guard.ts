import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import {
  guardEvent,
  guardHealth,
  type GuardEvent,
  type GuardHealth,
  type GuardPhase,
  type GuardPolicy,
} from '@noops-dojo/contracts'
import { SandboxGuard } from '../../domain/ports/engine/sandbox-guard.ts'
import type { PlatformLog } from '../../domain/ports/platform-log.ts'
import { ControlClient } from './control-client.ts'

const reconnectMs = 500

/** The guard process behind `$DOJO_DATA/guard/control.sock`. */
export class UnixSandboxGuard extends SandboxGuard {
  private readonly client: ControlClient

  constructor(
    private readonly dataDir: string,
    private readonly log: PlatformLog,
  ) {
    super()
    this.client = new ControlClient(join(dataDir, 'guard', 'control.sock'))
  }

  async health(): Promise<GuardHealth> {
    return guardHealth.parse(await this.client.call({ method: 'GET', path: '/v1/health' }))
  }

  async open(policy: GuardPolicy): Promise<void> {
    await this.client.call({ method: 'PUT', path: `/v1/sandboxes/${policy.sandboxId}`, body: policy })
  }

  async setPhase(sandboxId: string, phase: GuardPhase): Promise<void> {
    await this.client.call({ method: 'POST', path: `/v1/sandboxes/${sandboxId}/phase`, body: { phase } })
  }

  /** The folders of the sockets go too: nothing of a sandbox stays on the host. */
  async close(sandboxId: string): Promise<void> {
    await this.client.call({ method: 'DELETE', path: `/v1/sandboxes/${sandboxId}` })
    await rm(join(this.dataDir, 'run', sandboxId), { recursive: true, force: true })
  }

  async listOpen(): Promise<string[]> {
    const { ids } = (await this.client.call({ method: 'GET', path: '/v1/sandboxes' })) as { ids: string[] }
    return ids
  }

  follow(afterSeq: number, listener: (event: GuardEvent) => Promise<void>): () => void {
    const end = new AbortController()
    void this.followUntil(end.signal, afterSeq, listener)
    return () => end.abort()
  }

  socketDirs(sandboxId: string): { learner: string; judge: string } {
    const folder = join(this.dataDir, 'run', sandboxId)
    return { learner: join(folder, 'learner'), judge: join(folder, 'judge') }
  }

  private async followUntil(
    signal: AbortSignal,
    afterSeq: number,
    listener: (event: GuardEvent) => Promise<void>,
  ): Promise<void> {
    let seq = afterSeq
    let isAway = false
    while (!signal.aborted) {
      try {
        for await (const line of this.client.lines(`/v1/events?after=${seq}`, signal)) {
          if (isAway) this.log.info('The guard answers again.')
          isAway = false
          const event = guardEvent.parse(JSON.parse(line))
          // A listener that fails (database away) gets the same event again after the reconnect: evidence is not lost.
          await listener(event)
          seq = event.seq
        }
      } catch (error) {
        if (!isAway && !signal.aborted)
          this.log.warn('The guard’s events broke off; trying again.', { error: String(error) })
        isAway = true
      }
      await delay(reconnectMs, undefined, { signal }).catch(() => {})
    }
  }
}
