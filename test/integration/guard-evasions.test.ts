// Ways round the guard that were found by trying them on a real engine, each of which worked once.
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { call, engine, GuardProcess, until } from './guard-sandboxes.ts'

let guard: GuardProcess
let own: string
let other: string

beforeAll(async () => {
  guard = await GuardProcess.start()
  own = await guard.sandbox()
  other = await guard.sandbox()
})
afterAll(() => guard.stop())

const ok = (...args: string[]) => guard.ok(own, args)
const refused = (...args: string[]) => {
  const { status, err } = guard.docker(own, args)
  expect(status).not.toBe(0)
  return err
}
/** The status of making a command in a container, without starting it. */
const makeExec = async (container: string, body: unknown) =>
  (await call(guard.socket(own), 'POST', `/v1.41/containers/${container}/exec`, body)).status
const create = (name: string, ...args: string[]) => ok('service', 'create', '-d', '--name', name, ...args)

describe('a learner who looks for a way round the guard', () => {
  afterEach(async () => {
    for (const id of [own, other]) {
      const list = (...args: string[]) => guard.ok(id, args).split('\n').filter(Boolean)
      const services = list('service', 'ls', '-q')
      if (services.length > 0) guard.ok(id, ['service', 'rm', ...services])
      const containers = list('ps', '-aq', '--filter', 'is-task=false')
      if (containers.length > 0) guard.ok(id, ['rm', '-f', ...containers])
      await until('no container', () => guard.ok(id, ['ps', '-aq']) === '')
    }
  })

  it('gets no template of a mount expanded, by create or by update', () => {
    const label = 'type=volume,src=v,dst=/x,volume-label=n={{.Node.Hostname}}'
    expect(refused('service', 'create', '-d', '--mount', label, 'busy:1')).toContain('a template in a mount')
    create('plain', '--replicas', '0', 'busy:1')
    const target = 'type=tmpfs,dst=/{{`sys`}}'
    const update = refused('service', 'update', '-d', '--mount-add', target, 'plain')
    expect(update).toContain('a template in a mount')
  })

  it('gets no unlimited processor by asking for next to none', () => {
    expect(refused('run', '--rm', '--cpus', '0.000001', 'busy:1', 'true')).toContain('at least 0.01')
    expect(ok('run', '--rm', '--cpus', '0.01', 'busy:1', 'echo', 'slowly')).toBe('slowly')
  })

  it('is told of a subnet that somebody has, and leaves no network behind that nothing can join', async () => {
    ok('network', 'create', '--subnet', '10.77.40.0/24', 'mine')
    const sideways = guard.docker(other, ['network', 'create', '--subnet', '10.77.40.0/25', 'theirs'])
    expect(sideways.err).toContain('Pool overlaps with other one on this address space')
    expect(guard.ok(other, ['network', 'ls', '-q'])).toBe('')
    guard.ok(other, ['network', 'create', '--subnet', '10.77.41.0/24', 'theirs'])
    expect(guard.ok(other, ['run', '--rm', '--network', 'theirs', 'busy:1', 'hostname', '-i'])).toMatch(
      /10\.77\.41\./,
    )
    for (const [id, name] of [
      [own, 'mine'],
      [other, 'theirs'],
    ] as const)
      await until('the network is gone', () => guard.docker(id, ['network', 'rm', name]).status === 0)
  })

  it('gets no seconds of the engine by a filter that is large when it is compiled', () => {
    expect(refused('ps', '--filter', `name=${'(.{1000}){9}'}0`)).toContain('a short expression')
  })

  it('gets no more volumes by an update than by a create', () => {
    create('store', '--replicas', '1', 'busy:1', 'sleep', '1000')
    const mounts = ['/a', '/b', '/c', '/d', '/e'].flatMap((path) => [
      '--mount-add',
      `type=volume,dst=${path}`,
    ])
    expect(refused('service', 'update', '-d', ...mounts, 'store')).toContain('limit of 4 volumes')
  })

  it('cannot fill the engine with commands that it never starts', async () => {
    ok('run', '-d', '--name', 'idle', 'busy:1', 'sleep', '1000')
    const statuses: number[] = []
    for (let tries = 0; tries < 40; tries++) statuses.push(await makeExec('idle', { Cmd: ['true'] }))
    expect(statuses).toEqual([...Array(32).fill(201), ...Array(8).fill(429)])
    // One stays: the engine needs a moment to give a network up whose last container went.
    ok('run', '-d', '--name', 'other', 'busy:1', 'sleep', '1000')
    ok('rm', '-f', 'idle')
    await sleep(1100)
    expect(ok('exec', 'other', 'echo', 'room again')).toBe('room again')
  })

  it('cannot send a megabyte in a request, nor a hundred kilobytes with each of a hundred a second', async () => {
    ok('run', '-d', '--name', 'idle', 'busy:1', 'sleep', '1000')
    const withEnv = (bytes: number) => ({ Cmd: ['true'], Env: [`A=${'x'.repeat(bytes)}`] })
    expect(await makeExec('idle', withEnv(900_000))).toBe(413)
    const statuses: number[] = []
    for (let tries = 0; tries < 100; tries++) statuses.push(await makeExec('nobody', withEnv(120_000)))
    expect(statuses[0]).toBe(404)
    expect(statuses.at(-1)).toBe(429)
  })

  it('cannot give an image more than 32 tags', () => {
    for (let index = 0; index < 32; index++) ok('tag', 'busy:1', `mine:${index}`)
    expect(refused('tag', 'busy:1', 'mine:32')).toContain('limit of 32 tags')
    ok('tag', 'busy:1', 'mine:0')
    ok('rmi', 'mine:0')
    ok('tag', 'busy:1', 'mine:32')
    ok('rmi', ...Array.from({ length: 32 }, (_, index) => `mine:${index + 1}`))
  })

  it('gets no more containers by an update that fails and goes back', async () => {
    const rollback = [
      '--update-failure-action',
      'rollback',
      '--update-monitor',
      '30s',
      '--update-parallelism',
      '0',
    ]
    create('first', '--replicas', '7', ...rollback, 'busy:1', 'sleep', '1000')
    ok('service', 'update', '-d', '--replicas', '1', '--args', 'sh -c "sleep 5; exit 1"', 'first')
    const second = [
      'service',
      'create',
      '-d',
      '--name',
      'second',
      '--replicas',
      '7',
      'busy:1',
      'sleep',
      '1000',
    ]
    expect(refused(...second)).toContain('limit of 12 containers')
    await until('the way back', () =>
      /rollback/.test(ok('service', 'inspect', '-f', '{{.UpdateStatus.State}}', 'first')),
    )
    expect(ok('service', 'inspect', '-f', '{{.Spec.Mode.Replicated.Replicas}}', 'first')).toBe('7')
    expect(refused(...second)).toContain('limit of 12 containers')
  })

  it('keeps no task of another sandbox waiting by reserving processors', async () => {
    create(
      'greedy',
      '--replicas',
      '12',
      '--reserve-cpu',
      '1',
      '--reserve-memory',
      '64m',
      'busy:1',
      'sleep',
      '1000',
    )
    guard.ok(other, [
      'service',
      'create',
      '-d',
      '--name',
      'modest',
      '--reserve-cpu',
      '0.5',
      'busy:1',
      'sleep',
      '1000',
    ])
    await until('the task of the other', () => guard.ok(other, ['ps', '-q']) !== '')
  })
})

describe('a learner who takes capabilities away', () => {
  it('keeps them away through the next update', () => {
    create('bare', '--replicas', '0', '--cap-drop', 'ALL', '--cap-add', 'CHOWN', 'busy:1')
    ok('service', 'update', '-d', '--env-add', 'RELEASE=2', 'bare')
    const format = '{{json .Spec.TaskTemplate.ContainerSpec.CapabilityAdd}}'
    expect(engine('service', 'inspect', '-f', format, `s${own}-bare`)).toBe('["CAP_CHOWN"]')
    ok('service', 'rm', 'bare')
  })
})
