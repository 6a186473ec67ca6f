import { spawn } from 'node:child_process'
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

describe.each(clis)('%s in a sandbox', (cli) => {
  const ok = (...args: string[]) => guard.ok(own, args, { cli })

  it('runs, lists, reads, executes in, stops and removes containers', async () => {
    const id = ok('run', '-d', '--name', 'web', '-p', '8080:80', 'busy:1', ...beat)
    expect(ok('ps', '--format', '{{.ID}} {{.Names}} {{.Image}} {{.Ports}}')).toBe(
      `${id.slice(0, 12)} web busy:1 127.0.0.1:8080->80/tcp`,
    )
    await until('a line of log', () => ok('logs', 'web').includes('beat'))
    expect(ok('exec', 'web', 'hostname')).toBe(id.slice(0, 12))
    expect(guard.ok(own, ['exec', '-i', 'web', 'cat'], { cli, input: 'through stdin' })).toBe('through stdin')
    expect(ok('stats', '--no-stream', '--format', '{{.Name}}')).toBe('web')
    expect(ok('top', 'web')).toContain('echo beat')
    expect(
      ok('inspect', '-f', '{{.Name}} {{.HostConfig.Memory}} {{.Config.Image}} {{.LogPath}}', 'web').trim(),
    ).toBe(`/web ${2 ** 27} busy:1`)
    ok('stop', '-t', '0', 'web')
    expect(ok('ps', '-q')).toBe('')
    ok('rename', 'web', 'old')
    ok('rm', 'old')
    expect(ok('ps', '-aq')).toBe('')
  })

  it('attaches, passes exit codes and removes with --rm', () => {
    expect(ok('run', '--rm', 'busy:1', 'echo', 'hello')).toBe('hello')
    expect(guard.ok(own, ['run', '-i', '--rm', 'busy:1', 'cat'], { cli, input: 'piped' })).toBe('piped')
    expect(guard.docker(own, ['run', '--rm', 'busy:1', 'sh', '-c', 'exit 7'], { cli }).status).toBe(7)
    expect(ok('ps', '-aq')).toBe('')
  })

  it('gives a terminal to exec -it', async () => {
    ok('run', '-d', '--name', 'tty', 'busy:1', 'sleep', '100')
    const command = `${cli} exec -it tty sh -c 'test -t 0 && stty size && echo a terminal'`
    const child = spawn('script', ['-qec', command, '/dev/null'], {
      env: { ...process.env, DOCKER_HOST: `unix://${guard.socket(own)}` },
    })
    let seen = ''
    child.stdout.on('data', (part) => (seen += String(part)))
    await until('the terminal', () => seen.includes('a terminal'), 15_000)
    child.kill()
    ok('rm', '-f', 'tty')
  })

  it('follows logs and events until it is told to stop', async () => {
    const env = { ...process.env, DOCKER_HOST: `unix://${guard.socket(own)}` }
    const events = spawn(cli, ['events', '--format', '{{.Type}} {{.Action}} {{.Actor.Attributes.name}}'], {
      env,
    })
    let seen = ''
    events.stdout.on('data', (part) => (seen += String(part)))
    await new Promise((resolve) => setTimeout(resolve, 500))
    guard.ok(other, ['run', '-d', '--name', 'elsewhere', 'busy:1', 'sleep', '100'], { cli })
    ok('run', '-d', '--name', 'noisy', 'busy:1', ...beat)
    const logs = spawn(cli, ['logs', '-f', 'noisy'], { env })
    let lines = ''
    logs.stdout.on('data', (part) => (lines += String(part)))
    await until('three beats', () => (lines.match(/beat/g) ?? []).length >= 3)
    logs.kill()
    ok('rm', '-f', 'noisy')
    guard.ok(other, ['rm', '-f', 'elsewhere'], { cli })
    await until('the event of the removal', () => seen.includes('container destroy noisy'))
    events.kill()
    expect(seen).toContain('container start noisy')
    expect(seen).not.toMatch(/elsewhere|dev\.noops-dojo|s[a-z][a-z0-9]{9}-/)
  })

  it('keeps volumes and networks, with names resolving on them', () => {
    ok('volume', 'create', 'data')
    ok('run', '--rm', '-v', 'data:/d', 'busy:1', 'sh', '-c', 'echo kept > /d/file')
    expect(ok('run', '--rm', '-v', 'data:/d:ro', 'busy:1', 'cat', '/d/file')).toBe('kept')
    ok('network', 'create', 'back')
    ok('run', '-d', '--name', 'db', '--network', 'back', 'busy:1', 'sleep', '100')
    expect(ok('run', '--rm', '--network', 'back', 'busy:1', 'getent', 'hosts', 'db')).toContain('db')
    expect(ok('run', '--rm', 'busy:1', 'getent', 'hosts', 'db')).toContain('db')
    const linked = ['run', '--rm', '--network', 'back', '--link', 'db:store', 'busy:1']
    expect(ok(...linked, 'getent', 'hosts', 'store')).toContain('store')
    expect(ok('network', 'ls', '--format', '{{.Name}} {{.Driver}}')).toBe('back bridge')
    expect(ok('volume', 'ls', '-q')).toBe('data')
    ok('rm', '-f', 'db')
    ok('volume', 'rm', 'data')
    ok('network', 'rm', 'back')
  })

  it('copies files both ways', () => {
    ok('run', '-d', '--name', 'box', 'busy:1', 'sleep', '100')
    ok('cp', 'test/fixtures/guard/token.txt', 'box:/tmp/token.txt')
    expect(ok('exec', 'box', 'cat', '/tmp/token.txt')).toBe('not a secret')
    expect(ok('cp', 'box:/etc/hostname', '-')).toContain('hostname')
    ok('rm', '-f', 'box')
  })

  it('lists, inspects and pulls images of the catalogue only', () => {
    expect(ok('images', '--format', '{{.Repository}}:{{.Tag}}')).toBe('busy:1')
    expect(ok('pull', 'busy:1')).toContain('up to date')
    expect(guard.docker(own, ['pull', 'debian:bookworm-slim'], { cli }).status).not.toBe(0)
    expect(guard.docker(own, ['run', '--rm', 'debian:bookworm-slim', 'true'], { cli }).status).not.toBe(0)
    ok('tag', 'busy:1', 'mine:2')
    expect(ok('run', '--rm', 'mine:2', 'echo', 'own tag')).toBe('own tag')
    ok('rmi', 'mine:2')
  })

  it('shows nothing of one sandbox in another', () => {
    const id = guard.ok(other, ['run', '-d', '--name', 'hidden', 'busy:1', 'sleep', '100'], { cli })
    const views = [
      ['ps', '-a'],
      ['volume', 'ls'],
      ['network', 'ls'],
      ['stats', '--no-stream'],
      ['service', 'ls'],
    ]
    for (const view of views) expect(ok(...view)).not.toContain('hidden')
    for (const verb of [['logs'], ['inspect'], ['exec', id, 'true'], ['stop'], ['rm', '-f']].map(
      ([name, ...rest]) => [name!, ...(rest.length > 0 ? rest : [id])],
    ))
      expect(guard.docker(own, verb, { cli }).status, verb.join(' ')).not.toBe(0)
    expect(guard.ok(other, ['ps', '-q', '--no-trunc'], { cli })).toBe(id)
    guard.ok(other, ['rm', '-f', 'hidden'], { cli })
  })
})

describe('a container that a learner made', () => {
  it('is limited, labelled and without privileges on the engine', () => {
    const id = guard.ok(own, [
      'run',
      '-d',
      '--name',
      'caged',
      '--memory',
      '64m',
      '-v',
      '/var/run/docker.sock:/var/run/docker.sock',
      'busy:1',
      'sleep',
      '100',
    ])
    const [detail] = JSON.parse(engine('inspect', id)) as [
      {
        HostConfig: Record<string, unknown>
        Config: { Labels: object }
        Mounts: { Source: string }[]
        Name: string
      },
    ]
    expect(detail.Name).toBe(`/s${own}-caged`)
    expect(detail.HostConfig).toMatchObject({
      Memory: 2 ** 26,
      MemorySwap: 2 ** 26,
      PidsLimit: 128,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      Privileged: false,
      PortBindings: {},
      NetworkMode: `s${own}`,
      LogConfig: { Type: 'local' },
    })
    expect(detail.Config.Labels).toMatchObject({
      'dev.noops-dojo.sandbox': own,
      'dev.noops-dojo.role': 'learner',
      'dev.noops-dojo.instance': guard.instance,
    })
    expect(detail.Mounts.map(({ Source }) => Source)).toEqual([guard.socket(own)])
    guard.ok(own, ['rm', '-f', 'caged'])
  })

  it.each([
    ['--privileged'],
    ['-v', '/:/host'],
    ['--mount', 'type=bind,source=/,target=/h'],
    ['--network', 'host'],
    ['--pid', 'host'],
    ['--cap-add', 'SYS_ADMIN'],
    ['--device', '/dev/null'],
    ['--security-opt', 'seccomp=unconfined'],
    ['--memory', '100g'],
    ['--sysctl', 'net.ipv4.ip_forward=1'],
    ['--runtime', 'runc'],
    ['--log-driver', 'syslog'],
    ['--add-host', 'meta:169.254.169.254'],
  ])('is refused with %s %s', (...flags) => {
    const { status, err } = guard.docker(own, ['run', '--rm', ...flags, 'busy:1', 'true'])
    expect(status).not.toBe(0)
    expect(err).toMatch(/not allowed|not a field|not found|No such|allowed:/)
  })
})
