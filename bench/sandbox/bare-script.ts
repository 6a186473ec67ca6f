import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Duplex } from 'node:stream'
import Docker from 'dockerode'
import { partOptions } from '../../server/src/adapters/docker/parts/part-container.ts'
import { destroySandbox } from '../../server/src/adapters/docker/lifecycle/destroy.ts'
import { EngineConnection } from '../../server/src/adapters/docker/engine-connection.ts'
import type { LaunchedDojo } from '../../test/fixtures/launched-dojo.ts'
import { hasPrompt } from './visitor.ts'

const socketPath = process.env.DOCKER_SOCKET ?? '/var/run/docker.sock'
const docker = new Docker({ socketPath, host: undefined })
const letters = (count: number): string =>
  [...randomBytes(count)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('')

const untilPrompt = async (container: string): Promise<void> => {
  const exec = await docker.getContainer(container).exec({
    Cmd: ['dtach', '-A', '/tmp/dojo/main.dtach', '-E', '-z', '-r', 'winch', 'bash', '-l'],
    Env: ['TERM=xterm-256color'],
    AttachStdin: true,
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  })
  const stream: Duplex = await exec.start({ hijack: true, stdin: true, Tty: true })
  let output = Buffer.alloc(0)
  await new Promise<void>((resolve) =>
    stream.on('data', (bytes: Buffer) => {
      output = Buffer.concat([output, bytes])
      if (hasPrompt(output)) resolve()
    }),
  )
  stream.destroy()
}

/**
 * The yardstick: the engine calls that a sandbox cannot do without, by a script that knows nothing else, side by side
 * wherever they do not depend on each other. Gives milliseconds to the first byte of the prompt; removes what it made.
 */
export const bareSandbox = async (dojo: LaunchedDojo): Promise<number> => {
  const sandboxId = letters(10)
  const dirs = ['learner', 'judge'].map((side) => join(dojo.dataDir, 'bench', sandboxId, side))
  for (const dir of dirs) mkdirSync(dir, { recursive: true })
  const options = {
    ...{ socketPath, instance: `${dojo.instance}-bare`, dataDir: dojo.dataDir },
    ...{ gatewayImage: 'noops-dojo/gateway:0.1', imageTag: '0.1' },
  }
  const spec = {
    ...{ sandboxId, labId: 'bare', image: 'workstation', deadline: 0, env: {} },
    ...{ learnerSocketDir: dirs[0] as string, judgeSocketDir: dirs[1] as string },
  }
  const labels = { 'dev.noops-dojo.instance': options.instance, 'dev.noops-dojo.sandbox': sandboxId }
  const startedAt = performance.now()
  const network = await docker.createNetwork({
    ...{ Name: `s${sandboxId}`, Driver: 'overlay', Internal: true, Attachable: true, Labels: labels },
  })
  await Promise.all([
    ...(['workstation', 'judge'] as const).map(async (part) =>
      (await docker.createContainer(partOptions(options, spec, part))).start(),
    ),
    network.connect({ Container: `${dojo.instance}-gateway` }),
  ])
  await untilPrompt(`s${sandboxId}-workstation`)
  const ms = performance.now() - startedAt
  await network.disconnect({ Container: `${dojo.instance}-gateway`, Force: true })
  await destroySandbox(new EngineConnection(socketPath), options.instance, sandboxId)
  return ms
}
