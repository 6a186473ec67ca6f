import { connect } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCases } from '../../guard/src/corpus/case.ts'
import { placeholders } from '../../guard/src/corpus/fixtures.ts'
import { requestBytes } from '../../guard/src/corpus/request-bytes.ts'
import { engine, GuardProcess } from './guard-sandboxes.ts'

/** The second tier: every request of the corpus on a real engine, and then nothing of another sandbox has changed. */
const files = ['guard.jsonl', 'extra.jsonl'].map(
  (name) => new URL(`../../guard/src/corpus/${name}`, import.meta.url).pathname,
)
let guard: GuardProcess
let own: string
let other: string
const limits = {
  containers: 60,
  networks: 20,
  volumes: 40,
  services: 20,
  secrets: 20,
  memoryBytes: 2 ** 40,
  containerMemoryBytes: 2 ** 27,
  cpus: 1,
  pids: 128,
  streams: 20,
  requestsPerSecond: 10_000,
}

beforeAll(async () => {
  guard = await GuardProcess.start()
  const catalogue = [
    { name: 'shop-web:1.0', image: guard.image },
    { name: 'nginx:1.27', image: guard.image },
  ]
  own = await guard.sandbox({ limits, catalogue })
  other = await guard.sandbox({ limits, catalogue })
  for (const id of [own, other]) {
    guard.ok(id, ['run', '-d', '--name', 'db', '-v', 'files:/d', 'shop-web:1.0', 'sleep', '1000'])
    guard.ok(id, ['network', 'create', '--subnet', id === own ? '10.77.3.0/26' : '10.77.4.0/26', 'backend'])
    guard.ok(id, ['secret', 'create', id === own ? 'db_pass' : 'other_pass', '-'], { input: 's' })
    guard.ok(id, ['config', 'create', 'c', '-'], { input: 'c' })
    guard.ok(id, ['service', 'create', '-d', '--name', 'web', 'shop-web:1.0', 'sleep', '1000'])
  }
})
afterAll(() => guard.stop())

/** The corpus's names for objects that exist on this engine. */
function values(): Record<string, string> {
  const of = (id: string, ...args: string[]) => guard.ok(id, args).split('\n')[0]!
  const names: [string, string][] = [
    ['OWN', own],
    ['OTHER', other],
  ].map(([side, id]) => [side!, id!])
  const found = names.flatMap(([side, id]) => [
    [`${side}_C`, of(id, 'ps', '-q', '--no-trunc', '--filter', 'name=^db$')],
    [`${side}_NET`, of(id, 'network', 'ls', '-q', '--no-trunc')],
    [`${side}_SVC`, of(id, 'service', 'inspect', '-f', '{{.ID}}', 'web')],
    [`${side}_SECRET`, of(id, 'secret', 'ls', '-q')],
    [`${side}_CONFIG`, of(id, 'config', 'ls', '-q')],
    [`${side}_TASK`, of(id, 'service', 'ps', '-q', '--no-trunc', 'web')],
  ])
  return {
    ...placeholders,
    ...(Object.fromEntries(found) as Record<string, string>),
    LAB: own,
    OTHER_LAB: other,
    OTHER_VOL: `s${other}-files`,
    LAB_DEFAULT_NET: engine('network', 'inspect', '-f', '{{.Id}}', `s${own}`),
  }
}

/** Everything of the other sandbox that a request could change. */
function snapshot(): unknown {
  const mine = ['--filter', `label=dev.noops-dojo.sandbox=${other}`]
  const inspect = (kind: string, list: string[]) => {
    const ids = engine(...list, ...mine)
      .split('\n')
      .filter(Boolean)
      .sort()
    return ids.length > 0
      ? (JSON.parse(engine(...(kind ? [kind, 'inspect'] : ['inspect']), ...ids)) as unknown)
      : []
  }
  const text = JSON.stringify([
    inspect('', ['ps', '-aq', '--no-trunc']),
    inspect('network', ['network', 'ls', '-q', '--no-trunc']),
    inspect('volume', ['volume', 'ls', '-q']),
    inspect('service', ['service', 'ls', '-q']),
    inspect('secret', ['secret', 'ls', '-q']),
    inspect('config', ['config', 'ls', '-q']),
  ])
  return JSON.parse(text)
}

function send(bytes: Buffer): Promise<string> {
  return new Promise((resolve) => {
    let text = ''
    const socket = connect(guard.socket(own))
    const finish = () => {
      socket.destroy()
      resolve(text)
    }
    const timer = setTimeout(finish, 1500)
    socket.on('data', (part) => {
      text += part.toString('latin1')
      if (/\r\n\r\n/.test(text)) setTimeout(finish, 5)
    })
    socket.on('error', finish)
    socket.on('close', () => {
      clearTimeout(timer)
      finish()
    })
    socket.write(bytes)
  })
}

describe('the corpus on a real engine', () => {
  it('refuses what it must and leaves the other sandbox as it was', async () => {
    const known = values()
    const before = snapshot()
    const passed: string[] = []
    for (const test of files.flatMap(readCases)) {
      const isArranged =
        /^(QUOTA|RACE)$/.test(test.category) || /"pipelined|<pipelined/.test(String(test.body))
      if (test.expect !== 'deny' || isArranged) continue
      const status = Number(/^HTTP\/1\.1 (\d+)/.exec(await send(requestBytes(test, known)))?.[1] ?? 400)
      if (status < 400) passed.push(`${test.id} ${status}`)
    }
    expect(passed).toEqual([])
    expect(snapshot()).toEqual(before)
  }, 400_000)

  it('lets the harmless ones through without a forbidden field in any inspect', async () => {
    const known = values()
    const before = snapshot()
    const slow = /\/(wait|events|stop|restart|stats|logs)$/
    for (const test of files.flatMap(readCases)) {
      const isCreating = test.expect === 'rewrite' && /\/create$/.test(test.path)
      if (!isCreating || slow.test(test.path)) continue
      await send(requestBytes(test, known))
    }
    const ids = engine('ps', '-aq', '--filter', `label=dev.noops-dojo.sandbox=${own}`)
      .split('\n')
      .filter(Boolean)
    const all = JSON.parse(engine('inspect', ...ids)) as {
      Name: string
      Config: { Labels: Record<string, string> }
      HostConfig: Record<string, unknown> & { Mounts?: { Type: string; Source: string }[] }
    }[]
    // Not made through the guard: what holds the sandbox's network.
    const details = all.filter(({ Name }) => Name !== `/s${own}-workstation`)
    expect(details.length).toBeGreaterThan(10)
    for (const { Name, Config, HostConfig } of details) {
      expect(Config.Labels['dev.noops-dojo.role'], Name).toBe('learner')
      const isTask = /\.\d+\.[a-z0-9]{25}$/.test(Name)
      expect(HostConfig, Name).toMatchObject({
        Privileged: false,
        UsernsMode: '',
        PortBindings: isTask ? expect.anything() : {},
        CapDrop: ['ALL'],
      })
      expect(
        [HostConfig.NetworkMode, HostConfig.PidMode, HostConfig.IpcMode, HostConfig.UTSMode],
        Name,
      ).not.toContain('host')
      expect(HostConfig.Memory, Name).toBeGreaterThan(0)
      for (const { Type, Source } of HostConfig.Mounts ?? [])
        if (Type === 'bind') expect(Source).toBe(guard.socket(own))
    }
    expect(snapshot()).toEqual(before)
  }, 400_000)
})
