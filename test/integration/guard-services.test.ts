import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { clis, engine, GuardProcess, until } from './guard-sandboxes.ts'

let guard: GuardProcess
let own: string
let other: string
const beat = ['sh', '-c', 'while :; do echo beat; sleep 1; done']

beforeAll(async () => {
  guard = await GuardProcess.start()
  own = await guard.sandbox()
  other = await guard.sandbox()
})
afterAll(() => guard.stop())

describe.each(clis)('%s with Swarm in a sandbox', (cli) => {
  const ok = (...args: string[]) => guard.ok(own, args, { cli })
  const replicas = (name: string) =>
    ok('service', 'ls', '--filter', `name=${name}`, '--format', '{{.Replicas}}')

  it('shows progress and waits until a create, a scale, an update and a rollback have converged', () => {
    expect(ok('service', 'create', '--name', 'slow', '--stop-grace-period', '1s', 'busy:1', ...beat)).toMatch(
      /converged/,
    )
    expect(ok('service', 'scale', 'slow=2')).toMatch(/converged/)
    expect(ok('service', 'update', '--env-add', 'RELEASE=2', 'slow')).toMatch(/converged/)
    expect(ok('service', 'rollback', 'slow')).toMatch(/rolled back|converged/)
    ok('service', 'rm', 'slow')
  })

  it('creates, scales, updates, rolls back and removes a service', async () => {
    guard.ok(own, ['secret', 'create', 'token', '-'], { cli, input: 's' })
    ok(
      'service',
      'create',
      '-d',
      '--name',
      'web',
      '--replicas',
      '2',
      '-p',
      '8080:80',
      '--secret',
      'token',
      'busy:1',
      ...beat,
    )
    await until('two replicas', () => replicas('web') === '2/2')
    expect(ok('service', 'ls', '--format', '{{.Name}} {{.Image}} {{.Ports}}')).toBe(
      'web busy:1 *:8080->80/tcp',
    )
    expect(ok('service', 'ps', 'web', '--format', '{{.Name}} {{.Node}}').split('\n').sort()).toEqual([
      'web.1 dojo',
      'web.2 dojo',
    ])
    await until('logs of both', () =>
      /web\.1.*@dojo[^]*web\.2|web\.2.*@dojo[^]*web\.1/.test(ok('service', 'logs', 'web')),
    )
    ok('service', 'scale', '-d', 'web=3')
    await until('three replicas', () => replicas('web') === '3/3')
    ok('service', 'update', '-d', '--env-add', 'RELEASE=2', '--stop-grace-period', '1s', 'web')
    expect(ok('service', 'inspect', '-f', '{{.Spec.TaskTemplate.ContainerSpec.Env}}', 'web')).toBe(
      '[RELEASE=2]',
    )
    ok('service', 'rollback', '-d', 'web')
    expect(ok('service', 'inspect', '-f', '{{.Spec.TaskTemplate.ContainerSpec.Env}}', 'web')).toBe('[]')
    // As at create: it stays with DNS round robin, whatever is asked for.
    ok('service', 'update', '-d', '--endpoint-mode', 'vip', 'web')
    expect(engine('service', 'inspect', '-f', '{{.Spec.EndpointSpec.Mode}}', `s${own}-web`)).toBe('dnsrr')
    ok('service', 'rm', 'web')
    ok('secret', 'rm', 'token')
    await until('no container', () => ok('ps', '-aq') === '')
  })

  it('deploys a stack, lists it, reaches it by its short names and removes it', async () => {
    ok('stack', 'deploy', '-c', 'test/fixtures/guard/stack.yaml', 'shop')
    await until('the stack to run', () => replicas('shop_web') === '2/2' && replicas('shop_api') === '1/1')
    expect(ok('stack', 'ls', '--format', '{{.Name}} {{.Services}}')).toContain('shop 2')
    expect(ok('stack', 'services', 'shop', '--format', '{{.Name}}').split('\n').sort()).toEqual([
      'shop_api',
      'shop_web',
    ])
    expect(ok('stack', 'ps', 'shop', '--format', '{{.Name}}')).toContain('shop_web.1')
    const before = ok('ps', '-q')
    // Again, with `endpoint_mode: vip` in it: nothing changes.
    ok('stack', 'deploy', '-c', 'test/fixtures/guard/stack.yaml', 'shop')
    const byLabel = 'label=com.docker.swarm.service.name=shop_web'
    expect(ok('ps', '-q', '--filter', byLabel).split('\n')).toHaveLength(2)
    const label = '{{index .Config.Labels "com.docker.swarm.service.name"}}'
    const [replica = ''] = ok('ps', '-q', '--filter', byLabel).split('\n')
    expect(ok('inspect', '--format', label, replica)).toBe('shop_web')
    // A container outside the stack stands for the gateway, the judge and the workstation.
    const found = ok(
      'run',
      '--rm',
      'busy:1',
      'sh',
      '-c',
      'getent ahostsv4 web && getent ahostsv4 shop_web && getent ahostsv4 api',
    )
    expect(found).toMatch(/web[^]*api/)
    expect(ok('ps', '-q')).toBe(before)
    const [task] = ok('ps', '-q', '--filter', 'name=^shop_web').split('\n')
    expect(ok('exec', task!, 'cat', '/run/secrets/token', '/etc/motd-of-web')).toContain('not a secret')
    expect(guard.ok(other, ['service', 'ls', '-q'], { cli })).toBe('')
    expect(guard.ok(other, ['stack', 'ls', '--format', '{{.Name}}'], { cli })).toBe('')
    ok('stack', 'rm', 'shop')
    await until('the end of the stack', () => ok('ps', '-aq') === '' && ok('network', 'ls', '-q') === '')
    ok('volume', 'rm', 'shop_data')
  })

  it('shows one node that its tasks run on', () => {
    expect(ok('node', 'ls', '--format', '{{.Hostname}} {{.Status}} {{.ManagerStatus}}')).toBe(
      'dojo Ready Leader',
    )
    expect(ok('info', '--format', '{{.Swarm.LocalNodeState}} {{.Swarm.ControlAvailable}}')).toBe(
      'active true',
    )
  })
})

describe('a service that a learner made', () => {
  it('resolves by round robin, joins the sandbox network and publishes nothing on the host', () => {
    guard.ok(own, [
      'service',
      'create',
      '-d',
      '--name',
      'plain',
      '-p',
      '9999:80',
      '--replicas',
      '0',
      'busy:1',
    ])
    const [{ Spec }] = JSON.parse(engine('service', 'inspect', `s${own}-plain`)) as [
      { Spec: { EndpointSpec: { Ports?: unknown } } },
    ]
    expect(Spec).toMatchObject({
      EndpointSpec: { Mode: 'dnsrr' },
      Labels: { 'dev.noops-dojo.sandbox': own, 'dev.noops-dojo.ports': '9999:80/tcp' },
      TaskTemplate: {
        ContainerSpec: { CapabilityDrop: ['ALL'], Labels: { 'dev.noops-dojo.sandbox': own } },
        Resources: { Limits: { MemoryBytes: 2 ** 27, Pids: 128 } },
      },
    })
    expect(Spec.EndpointSpec.Ports).toBeUndefined()
    guard.ok(own, ['service', 'rm', 'plain'])
  })

  it('gets a name when it was given none', () => {
    const id = guard.ok(own, ['service', 'create', '-d', '--replicas', '0', 'busy:1'])
    expect(guard.ok(own, ['service', 'inspect', '-f', '{{.Spec.Name}}', id])).toMatch(/^[a-z]+_[a-z]+_/)
    guard.ok(own, ['service', 'rm', id])
  })

  it('stays within the quota, also by scaling and by two creates at once', async () => {
    guard.ok(own, ['service', 'create', '-d', '--name', 'big', '--replicas', '2', 'busy:1', 'sleep', '1000'])
    expect(guard.docker(own, ['service', 'scale', '-d', 'big=100']).status).not.toBe(0)
    expect(guard.ok(own, ['service', 'inspect', '-f', '{{.Spec.Mode.Replicated.Replicas}}', 'big'])).toBe('2')
    guard.ok(own, ['service', 'rm', 'big'])
    await until('no container', () => guard.ok(own, ['ps', '-aq']) === '')
  })
})
