import { PassThrough, type Duplex } from 'node:stream'
import Docker from 'dockerode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GuardProcess } from './guard-sandboxes.ts'

let guard: GuardProcess
let docker: Docker

beforeAll(async () => {
  guard = await GuardProcess.start()
  docker = new Docker({ socketPath: guard.socket(await guard.sandbox()) })
})
afterAll(() => guard.stop())

describe('dockerode, unmodified, in a sandbox', () => {
  it('runs a container, talks to it through exec and removes it', async () => {
    const container = await docker.createContainer({ name: 'node', Image: 'busy:1', Cmd: ['sleep', '100'] })
    await container.start()
    expect((await container.inspect()).Name).toBe('/node')
    const exec = await container.exec({ Cmd: ['cat'], AttachStdin: true, AttachStdout: true })
    const stream = await exec.start({ hijack: true, stdin: true })
    expect(await spoken(stream, 'typed')).toBe('typed')
    await container.kill({ signal: 'SIGKILL' })
    expect(await container.wait()).toMatchObject({ StatusCode: 137 })
    await container.remove({ force: true })
    expect(await docker.listContainers({ all: true })).toEqual([])
  })

  it('makes networks, volumes and services, and pulls from the catalogue', async () => {
    await (await docker.createNetwork({ Name: 'back' })).remove()
    await docker.createVolume({ Name: 'data' })
    expect((await docker.listVolumes()).Volumes.map(({ Name }) => Name)).toEqual(['data'])
    await docker.getVolume('data').remove()
    const spec = {
      Name: 'web',
      TaskTemplate: { ContainerSpec: { Image: 'busy:1' } },
      Mode: { Replicated: { Replicas: 0 } },
    }
    await docker.createService(spec)
    expect((await docker.listServices()).map(({ Spec }) => Spec?.Name)).toEqual(['web'])
    await docker.getService('web').remove()
    const progress = (await docker.pull('busy:1')) as NodeJS.ReadableStream
    await new Promise((resolve) => docker.modem.followProgress(progress, resolve))
  })

  it('does what docker-compose 1.29 does: joins a created container anew by name, and reads an image’s first settings', async () => {
    const network = await docker.createNetwork({ Name: 'back' })
    const options = {
      name: 'store',
      Image: 'busy:1',
      Cmd: ['sleep', '100'],
      HostConfig: { NetworkMode: 'back' },
    }
    const container = await docker.createContainer(options)
    await docker.getNetwork('back').disconnect({ Container: container.id })
    await docker
      .getNetwork('back')
      .connect({ Container: container.id, EndpointConfig: { Aliases: ['shelf'] } })
    await container.start()
    const { Networks } = (await container.inspect()).NetworkSettings
    expect(Object.keys(Networks).sort()).toEqual(['back', 'sandbox'])
    expect(Networks.back?.Aliases).toEqual(expect.arrayContaining(['store', 'shelf']))
    await container.remove({ force: true })
    await network.remove()
    expect((await docker.getImage('busy:1').inspect()).ContainerConfig).toHaveProperty('Volumes')
  })

  it('prints what a container ran with dockerode’s run', async () => {
    const output = new PassThrough()
    const [result] = (await docker.run('busy:1', ['echo', 'ran'], output, {
      Tty: false,
      HostConfig: { AutoRemove: true },
    })) as [{ StatusCode: number }]
    expect(result.StatusCode).toBe(0)
    expect(String(output.read())).toContain('ran')
  })
})

/** Writes to a stream, closes it and gives what came back, without frames. */
function spoken(stream: Duplex, text: string): Promise<string> {
  const output = new PassThrough()
  docker.modem.demuxStream(stream, output, output)
  return new Promise((resolve) => {
    stream.on('end', () => resolve(String(output.read())))
    stream.end(text)
  })
}
