import type { Fault } from '../../server/src/domain/fault/fault.ts'
import type { NetworkRecord } from '../../server/src/domain/fault/network/namespace/record.ts'
import { Demultiplexer } from '../../server/src/adapters/docker/exec/demux.ts'
import { engineLabels, networkName } from '../../server/src/domain/sandbox/engine-names.ts'
import { FaultStage } from '../../test/integration/fault/fault-stage.ts'

const lastsMs = 300_000

/** A target that echoes and a client beside it, both of the helper's image, on a sandbox network of the real engine. */
export class FidelityStage extends FaultStage {
  #client = ''
  address = ''

  override async open(): Promise<void> {
    await super.open()
    this.#client = await this.#start('client', 'helper', ['sleep', 'infinity'])
    const target = await this.#start('target', 'learner', ['python3', '-c', echoServer])
    const { NetworkSettings } = await this.docker.getContainer(target).inspect()
    this.address = NetworkSettings.Networks[networkName(this.sandboxId)]?.IPAddress ?? ''
  }

  /** Runs `work` while the fault stands in the target; gives the rung beside what it gave. */
  async under<P, T>(
    fault: Fault<P, NetworkRecord>,
    given: object,
    work: () => Promise<T>,
  ): Promise<{ rung: string; seen: T }> {
    const order = this.order(fault as Fault<P, never>, 'target', given, lastsMs)
    const { inverse } = await fault.plan(this.tools, order, () => 0)
    try {
      await fault.arm?.(this.tools, order, inverse)
      const { rung } = await fault.inject(this.tools, order, inverse)
      return { rung: (rung ?? fault.rungs[0]).rung, seen: await work() }
    } finally {
      await fault.revert(this.tools, order, inverse)
      await this.engine.removeHelpers(order.faultRunId)
    }
  }

  /** Runs a Python program in the client with these arguments and reads the JSON that it prints. */
  async measure<T>(program: string, ...args: (string | number)[]): Promise<T> {
    const exec = await this.docker.getContainer(this.#client).exec({
      Cmd: ['python3', '-c', program, ...args.map(String)],
      AttachStdout: true,
      AttachStderr: true,
    })
    const stream = await exec.start({})
    const chunks: Buffer[] = []
    const demux = new Demultiplexer((_kind, bytes) => chunks.push(bytes))
    stream.on('data', (bytes: Buffer) => demux.push(bytes))
    await new Promise((resolve) => stream.on('end', resolve))
    const output = Buffer.concat(chunks).toString()
    try {
      return JSON.parse(output) as T
    } catch {
      throw new Error(`the client said: ${output.slice(0, 500)}`)
    }
  }

  async #start(name: string, role: string, command: string[]): Promise<string> {
    const container = await this.docker.createContainer({
      name: `s${this.sandboxId}-${name}`,
      Image: 'noops-dojo/chaos:0.1',
      Cmd: command,
      Labels: { ...this.labels, [engineLabels.role]: role },
      HostConfig: { NetworkMode: networkName(this.sandboxId), Init: true },
    })
    await container.start()
    return container.id
  }
}

export const echoPort = 7000
export const sinkPort = 7001

/** Echoes datagrams and streams on one port; on the other it counts what comes and answers with the bits per second. */
const echoServer = `
import socket, threading, time
def echo(c):
    with c:
        c.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        while d := c.recv(65536): c.sendall(d)
def sink(c):
    with c:
        n = len(c.recv(65536)); t = time.monotonic(); first = n
        while d := c.recv(65536): n += len(d)
        c.sendall(str((n - first) * 8 / (time.monotonic() - t)).encode())
def tcp(port, handle):
    s = socket.create_server(('', port), backlog=512)
    while True: threading.Thread(target=handle, args=(s.accept()[0],), daemon=True).start()
threading.Thread(target=tcp, args=(${echoPort}, echo), daemon=True).start()
threading.Thread(target=tcp, args=(${sinkPort}, sink), daemon=True).start()
u = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); u.bind(('', ${echoPort}))
while True:
    d, a = u.recvfrom(2048); u.sendto(d, a)
`
