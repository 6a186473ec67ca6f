import { expect } from 'vitest'
import type {
  Fault,
  FaultOrder,
  FaultPlan,
  Injection,
  Proof,
} from '../../../server/src/domain/fault/fault.ts'
import type { NetworkRecord } from '../../../server/src/domain/fault/network/namespace/record.ts'
import { networkName } from '../../../server/src/domain/sandbox/engine-names.ts'
import { Demultiplexer } from '../../../server/src/adapters/docker/exec/demux.ts'
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

/** The fault stage with what asks over its network, from its client, and what lives a network fault. */
export class NetworkStage extends FaultStage {
  readonly #open: (() => Promise<void>)[] = []

  /** Plans, arms, injects and proves; throws what the fault throws. */
  async live<P>(fault: Fault<P, NetworkRecord>, target: string, given: object): Promise<LiveFault> {
    const order = this.order(fault as Fault<P, never>, target, given, 120_000)
    const planned = await fault.plan(this.tools, order, () => 0)
    return this.#inject(fault, order, planned, () => fault.prove(this.tools, order, planned.inverse))
  }

  /** The same without a proof, ending `lastsMs` after its plan: containers may be slow to start on a busy machine. */
  async brief<P>(
    fault: Fault<P, NetworkRecord>,
    target: string,
    given: object,
    lastsMs: number,
  ): Promise<LiveFault> {
    const order = this.order(fault as Fault<P, never>, target, given)
    const planned = await fault.plan(this.tools, order, () => 0)
    const brief = { ...order, deadlineAt: Date.now() + lastsMs }
    return this.#inject(fault, brief, planned, () =>
      Promise.resolve({ isEffective: true, evidence: { en: '', ja: '' } }),
    )
  }

  /** Ends what a failed test left behind. */
  async endAll(): Promise<void> {
    for (const end of this.#open.splice(0)) await end().catch(() => undefined)
  }

  async #inject<P>(
    fault: Fault<P, NetworkRecord>,
    order: FaultOrder<P>,
    { inverse, fingerprint }: FaultPlan<NetworkRecord>,
    prove: () => Promise<Proof>,
  ): Promise<LiveFault> {
    const { faultRunId } = order
    const revert = () => fault.revert(this.tools, order, inverse)
    const removeHelpers = () => this.engine.removeHelpers(faultRunId)
    this.#open.push(() => revert().then(removeHelpers))
    await fault.arm?.(this.tools, order, inverse)
    const injection = await fault.inject(this.tools, order, inverse)
    const proof = await prove()
    const attest = async () => {
      expect(await fault.fingerprint?.(this.tools, order, inverse)).toBe(fingerprint)
    }
    const end = async () => {
      expect(await revert()).toBe('reverted')
      await removeHelpers()
      await attest()
      this.#open.splice(0)
    }
    return { inverse, injection, proof, faultRunId, attest, end, removeHelpers }
  }

  /** Runs a command in the client, or in another container of the stage. */
  async run(argv: readonly string[], containerId = this.clientId): Promise<string> {
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

  /** Bits per second from a container to the client (`out`) or back (`in`), over one TCP connection. */
  async throughput(containerId: string, direction: 'in' | 'out', bytes: number): Promise<number> {
    const address = (await this.docker.getContainer(containerId).inspect()).NetworkSettings.Networks[
      networkName(this.sandboxId)
    ]?.IPAddress
    const served = this.run(['node', '-e', transferServer(direction, bytes)], containerId)
    const measured = await this.run([
      'python3',
      '-c',
      transferClient,
      String(address),
      direction,
      String(bytes),
    ])
    await served
    return Number(measured)
  }
}

const transferPort = 7001
/** One connection in the target: sends so many bytes, or says how many milliseconds they took to arrive. */
const transferServer = (direction: 'in' | 'out', bytes: number): string => `
const server = require('net').createServer({ allowHalfOpen: true }, (socket) => {
  socket.on('close', () => process.exit())
  if ('${direction}' === 'out') return socket.end(Buffer.alloc(${bytes}))
  let first, size = 0
  socket.on('data', (data) => { first ??= [performance.now(), data.length]; size += data.length })
  socket.on('end', () => socket.end(String((size - first[1]) * 8 / (performance.now() - first[0]) * 1000)))
}).listen(${transferPort})
setTimeout(() => process.exit(), 60000)`
const transferClient = `
import socket, sys, time
address, direction, size = sys.argv[1], sys.argv[2], int(sys.argv[3])
for _ in range(100):
    try:
        s = socket.create_connection((address, ${transferPort})); break
    except OSError:
        time.sleep(0.1)
if direction == 'in':
    s.sendall(bytes(size)); s.shutdown(socket.SHUT_WR); print(s.recv(100).decode())
else:
    got = len(s.recv(65536)); begin = time.monotonic(); first = got
    while data := s.recv(65536): got += len(data)
    print((got - first) * 8 / (time.monotonic() - begin))`
