import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface, type Interface } from 'node:readline'
import { firstLine } from '../gateway/first-line.ts'

/** The counting targets in a container of their own, as what a learner runs is in one, on the network of the host. */
export class CountingTargets {
  readonly origins: readonly string[]
  readonly #child: ChildProcess
  readonly #lines: Interface

  private constructor(child: ChildProcess, lines: Interface, origins: readonly string[]) {
    this.#child = child
    this.#lines = lines
    this.origins = origins
  }

  static async start(count: number): Promise<CountingTargets> {
    const mount = `${import.meta.dirname}:/bench:ro`
    const node = ['node', '--max-semi-space-size=1', '--single-threaded-gc', '/bench/counting-target.ts']
    const docker = ['run', '--rm', '-i', '--init', '--network', 'host', '-v', mount, 'noops-dojo/node:24']
    const child = spawn('docker', [...docker, ...node, String(count)], { stdio: ['pipe', 'pipe', 'inherit'] })
    const lines = createInterface({ input: child.stdout })
    const line = await firstLine(lines, 'the container of targets')
    return new CountingTargets(child, lines, JSON.parse(line) as string[])
  }

  /** When each request came, epoch ms, by target. */
  async arrivals(): Promise<number[][]> {
    this.#child.stdin?.write('\n')
    const [line] = (await once(this.#lines, 'line')) as [string]
    return JSON.parse(line) as number[][]
  }

  /** They end when their input does, and the engine removes the container. */
  stop(): void {
    this.#child.stdin?.end()
  }
}
