import { randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import Docker, { type Container } from 'dockerode'
import { gatewayOptions } from '../../server/src/adapters/docker/gateway/gateway-container.ts'
import { ControlChannel } from './control-channel.ts'
import { firstLine } from './first-line.ts'

const instance = 'bench-gateway'
const unused = { socketPath: '', dataDir: '/', imageTag: '0.1' }

/**
 * The gateway as the server starts it (image, limits, processor weight), but on the network of the host, where one
 * process can be a hundred targets.
 */
export class GatewayContainer {
  readonly channel: ControlChannel
  readonly #container: Container

  private constructor(container: Container, channel: ControlChannel) {
    this.#container = container
    this.channel = channel
  }

  static async start(): Promise<GatewayContainer> {
    const token = randomBytes(16).toString('hex')
    const options = gatewayOptions({ ...unused, instance, gatewayImage: 'noops-dojo/gateway:0.1' })
    const container = await new Docker().createContainer({
      ...options,
      Env: [`DOJO_GATEWAY_TOKEN=${token}`, 'DOJO_GATEWAY_BIND=127.0.0.1', 'DOJO_GATEWAY_PORT=0'],
      HostConfig: {
        ...options.HostConfig,
        Sysctls: {},
        PortBindings: {},
        Mounts: [],
        NetworkMode: 'host',
        RestartPolicy: { Name: 'no' },
      },
    })
    try {
      await container.start()
      const port = await listeningPort(container)
      return new GatewayContainer(container, await ControlChannel.open(port, token))
    } catch (error) {
      await container.remove({ force: true })
      throw error
    }
  }

  /** Processor time of the whole container so far, seconds (cgroup: cpuacct.usage, or usage_usec of cpu.stat). */
  async cpuSeconds(): Promise<number> {
    const stats = await this.#container.stats({ stream: false, 'one-shot': true })
    return stats.cpu_stats.cpu_usage.total_usage / 1e9
  }

  async stop(): Promise<void> {
    this.channel.close()
    await this.#container.remove({ force: true })
  }
}

const listeningPort = async (container: Container): Promise<number> => {
  const stream = await container.logs({ follow: true, stdout: true, stderr: true })
  const line = await firstLine(createInterface({ input: stream as NodeJS.ReadableStream }), 'the gateway')
  // Eight bytes of a frame's head stand before the text of a container without a terminal.
  return (JSON.parse(line.slice(line.indexOf('{'))) as { port: number }).port
}
