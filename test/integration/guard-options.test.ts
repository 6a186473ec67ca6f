// Options of the docker CLI that were refused, ignored or broken through the guard until somebody tried them.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { clis, GuardProcess } from './guard-sandboxes.ts'

let guard: GuardProcess
let own: string

beforeAll(async () => {
  guard = await GuardProcess.start()
  own = await guard.sandbox()
})
afterEach(() => {
  const left = guard.ok(own, ['ps', '-aq']).split('\n').filter(Boolean)
  if (left.length > 0) guard.ok(own, ['rm', '-f', ...left])
})
afterAll(() => guard.stop())

const sleeper = ['busy:1', 'sleep', '1000']

describe.each(clis)('%s in a sandbox', (cli) => {
  const ok = (...args: string[]) => guard.ok(own, args, { cli })
  const lines = (...args: string[]) => ok(...args).split('\n')
  const refused = (...args: string[]) => {
    const { status, err } = guard.docker(own, args, { cli })
    expect(status).not.toBe(0)
    return err
  }
  // A name that nobody has is asked outside as well, where a test must not wait for an answer.
  const asked = ['run', '--rm', '--env', 'RES_OPTIONS=timeout:1 attempts:1', 'busy:1', 'getent', 'ahostsv4']
  const resolves = (name: string) => guard.docker(own, [...asked, name], { cli }).status === 0

  it('takes volumes from a container that has a tmpfs', () => {
    ok('run', '-d', '--name', 'source', '--tmpfs', '/scratch:size=1m', '-v', '/kept', ...sleeper)
    expect(ok('exec', 'source', 'grep', ' /scratch ', '/proc/mounts')).toMatch(
      /nosuid,nodev,noexec,.*size=1024k/,
    )
    expect(ok('run', '--rm', '--volumes-from', 'source', 'busy:1', 'ls', '-d', '/kept')).toBe('/kept')
    ok('rm', '-f', '-v', 'source')
  })

  it('renames a stopped container, which answers to its new name afterwards and no longer to the old one', () => {
    ok('run', '-d', '--name', 'before', ...sleeper)
    ok('stop', '-t', '0', 'before')
    ok('rename', 'before', 'after')
    ok('start', 'after')
    expect([resolves('after'), resolves('before')]).toEqual([true, false])
  })

  it('is told to stop a container before it renames it, and the container keeps its name', () => {
    ok('run', '-d', '--name', 'busy', ...sleeper)
    expect(refused('rename', 'busy', 'idle')).toContain('docker stop busy')
    expect([resolves('busy'), resolves(`s${own}-busy`)]).toEqual([true, true])
  })

  it('lists containers by age and by port', () => {
    ok('run', '-d', '--name', 'first', '-p', '8080:80', ...sleeper)
    ok('run', '-d', '--name', 'second', '-p', '9000-9001:53-54/udp', ...sleeper)
    ok('create', '--name', 'third', ...sleeper)
    const names = (...filters: string[]) =>
      lines('ps', '-a', '--format', '{{.Names}}', ...filters.flatMap((filter) => ['--filter', filter])).sort()
    expect(names('since=first')).toEqual(['second', 'third'])
    expect(names('before=second')).toEqual(['first'])
    expect(names('publish=8080')).toEqual(['first'])
    expect(names('publish=9000-9100/udp')).toEqual(['second'])
    expect(names('expose=80')).toEqual(['first'])
    expect(names('publish=7')).toEqual([''])
    const image = ok('inspect', '--type', 'image', '--format', '{{.Id}}', 'busy:1')
    for (const ref of [image, image.slice(7, 19), 'busy:1'])
      expect(names(`ancestor=${ref}`)).toEqual(['first', 'second', 'third'])
    expect(names('ancestor=debian:bookworm-slim')).toEqual([''])
    expect(refused('ps', '--filter', 'since=nobody')).toContain('No such container: nobody')
  })

  it('lists networks by their names and by the driver and the scope that it sees', () => {
    ok('network', 'create', 'flat')
    ok('network', 'create', '-d', 'overlay', 'wide')
    const names = (filter: string) =>
      lines('network', 'ls', '--filter', filter, '--format', '{{.Name}} {{.Driver}} {{.Scope}}')
    expect(names('driver=bridge')).toEqual(['flat bridge local'])
    expect(names('scope=local')).toEqual(['flat bridge local'])
    expect(names('driver=overlay')).toEqual(['wide overlay swarm'])
    expect(names('scope=swarm')).toEqual(['wide overlay swarm'])
    // Nothing has joined them, so the engine itself would not find them by their names.
    expect(names('name=wide')).toEqual(['wide overlay swarm'])
    expect(names('name=^fl')).toEqual(['flat bridge local'])
    ok('network', 'rm', 'flat', 'wide')
  })

  it('gives hosts names with underscores', () => {
    const hosts = ['--hostname', 'my_host', '--add-host', 'my_db:10.9.8.7']
    expect(ok('run', '--rm', ...hosts, 'busy:1', 'sh', '-c', 'hostname; getent ahostsv4 my_db')).toMatch(
      /^my_host\n10\.9\.8\.7 +STREAM +my_db/,
    )
  })

  it('says what to write instead of what cannot be done', () => {
    expect(refused('run', '--rm', '-p', '9000-9002:80', 'busy:1', 'true')).toContain('name one of them')
    expect(refused('run', '--rm', '-v', 'data:/d:z', 'busy:1', 'true')).toContain('leave the z out')
    expect(refused('tag', 'busy:1', 'docker.io/busy:1')).toContain('an image of the catalogue')
  })
})
