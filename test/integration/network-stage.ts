import { expect } from 'vitest'
import type { Fault, Injection, Proof } from '../../server/src/domain/fault/fault.ts'
import type { NetworkRecord } from '../../server/src/domain/fault/network/namespace/record.ts'
import { engineLabels, networkName } from '../../server/src/domain/sandbox/engine-names.ts'
import { Demultiplexer } from '../../server/src/adapters/docker/exec/demux.ts'
import { FaultStage } from './fault-stage.ts'

/** A fault that was injected; `end` lifts it and attests that nothing of it is left. */
export interface LiveFault {
  readonly inverse: NetworkRecord
  readonly injection: Injection
  readonly proof: Proof
  readonly faultRunId: string
  /** What the namespace looks like now beside what it looked like before. */
  attest(): Promise<void>
  end(): Promise<void>
  removeHelpers(): Promise<void>
}

/** The fault stage with a client of its own on the sandbox's network, which no fault hits. */
export class NetworkStage extends FaultStage {
  #client = ''

  override async open(): Promise<void> {
    await super.open()
    const client = await this.docker.createContainer({
      Image: 'noops-dojo/chaos:0.1',
      Labels: { ...this.labels, [engineLabels.role]: 'helper' },
      HostConfig: { NetworkMode: networkName(this.sandboxId), Init: true },
    })
    await client.start()
    this.#client = client.id
  }

  /** Plans, arms, injects and proves; throws what the fault throws. */
  async live<P>(
    fault: Fault<P, NetworkRecord>,
    target: string,
    given: object,
    lastsMs?: number,
  ): Promise<LiveFault> {
    const order = this.order(fault as Fault<P, never>, target, given, lastsMs)
    const { faultRunId } = order
    const { inverse, fingerprint } = await fault.plan(this.tools, order, () => 0)
    await fault.arm?.(this.tools, order, inverse)
    const injection = await fault.inject(this.tools, order, inverse)
    const proof = await fault.prove(this.tools, order, inverse)
    const attest = async () => {
      expect(await fault.fingerprint?.(this.tools, order, inverse)).toBe(fingerprint)
    }
    const removeHelpers = () => this.engine.removeHelpers(faultRunId)
    const end = async () => {
      expect(await fault.revert(this.tools, order, inverse)).toBe('reverted')
      await removeHelpers()
      await attest()
      expect(await fault.revert(this.tools, order, inverse)).toBe('reverted')
    }
    return { inverse, injection, proof, faultRunId, attest, end, removeHelpers }
  }

  /** Runs a command in the client, or in another container of the stage. */
  async run(argv: readonly string[], containerId = this.#client): Promise<string> {
    const exec = await this.docker
      .getContainer(containerId)
      .exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true })
    const stream = await exec.start({})
    const chunks: Buffer[] = []
    const demux = new Demultiplexer((_kind, bytes) => chunks.push(bytes))
    stream.on('data', (bytes: Buffer) => demux.push(bytes))
    await new Promise((resolve) => stream.on('end', resolve))
    return Buffer.concat(chunks).toString()
  }

  /** What a client sees of a page: `200 0.003` (status, seconds), or `000 …` when nothing came within 1.5 s. */
  async get(url: string, containerId?: string, ...more: string[]): Promise<{ status: number; ms: number }> {
    const format = '%{http_code} %{time_total}'
    const argv = ['curl', '-s', '-m', '1.5', '-o', '/dev/null', '-w', format, ...more, url]
    const [status = '', seconds = ''] = (await this.run(argv, containerId)).trim().split(' ')
    return { status: Number(status), ms: Number(seconds) * 1000 }
  }
}
