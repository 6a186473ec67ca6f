import { spawn, type ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ControlChannel } from './control-channel.ts'
import { firstLine } from './first-line.ts'

const token = 'token-of-the-bench-only'
const main = join(import.meta.dirname, '../../gateway/src/main.ts')

/** The real gateway process on loopback, and the way to speak to it. */
export class GatewayProcess {
  readonly channel: ControlChannel
  readonly #child: ChildProcess

  private constructor(child: ChildProcess, channel: ControlChannel) {
    this.#child = child
    this.channel = channel
  }

  static async start(): Promise<GatewayProcess> {
    const env = {
      ...process.env,
      DOJO_GATEWAY_TOKEN: token,
      DOJO_GATEWAY_BIND: '127.0.0.1',
      DOJO_GATEWAY_PORT: '0',
    }
    const child = spawn(process.execPath, [main], { env, stdio: ['ignore', 'pipe', 'inherit'] })
    try {
      const line = await firstLine(createInterface({ input: child.stdout }), 'the gateway')
      const { port } = JSON.parse(line) as { port: number }
      return new GatewayProcess(child, await ControlChannel.open(port, token))
    } catch (error) {
      child.kill()
      throw error
    }
  }

  stop(): void {
    this.channel.close()
    this.#child.kill()
  }
}
