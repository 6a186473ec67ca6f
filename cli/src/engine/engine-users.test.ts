import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { DataFolder, type Made } from '../launcher/data-folder.ts'
import { startOf } from '../parts/process-record.ts'
import { EngineUsers } from './engine-users.ts'
import { leaveEngine } from './leave-engine.ts'
import { refuseSharedInstance } from './shared-instance.ts'
import { startOnce } from './start-once.ts'

let temporary: string
let users: EngineUsers
let engine: { isRunning: boolean; starts: number; stops: number }
let another: ChildProcess

/** Another dojo's process. */
const theirs = () => ({ pid: another.pid as number, startedAt: startOf(another.pid as number) as string })

const dojo = (name: string): DataFolder => {
  const folder = new DataFolder(join(temporary, name))
  folder.create()
  return folder
}

beforeEach(() => {
  temporary = mkdtempSync(join(tmpdir(), 'engine-users-'))
  users = new EngineUsers(join(temporary, 'run'))
  engine = { isRunning: false, starts: 0, stops: 0 }
  another = spawn('sleep', ['60'], { stdio: 'ignore' })
})
afterEach(() => {
  another.kill('SIGKILL')
  rmSync(temporary, { recursive: true })
})

const record = { pid: 1, startedAt: 'boot/1' }

const start = async (folder: DataFolder): Promise<string> => {
  await users.enter(folder.path)
  return startOnce(
    users,
    async () => (engine.isRunning ? 'running already' : undefined),
    async () => {
      engine.starts += 1
      await sleep(300)
      engine.isRunning = true
      folder.addMade({ engine: record })
      return 'started'
    },
  )
}

const leave = async (folder: DataFolder, instances: readonly string[] = []) => {
  let stayedFor: readonly string[] = []
  await leaveEngine(users, folder, {
    instances: async () => instances,
    stay: async (others) => void (stayedFor = others),
    takeDown: async (made: Made) => {
      if (!made.engine || !engine.isRunning) return
      await sleep(100)
      engine.isRunning = false
      engine.stops += 1
    },
  })
  return stayedFor
}

describe('an engine that several dojos want', () => {
  it('is started once by two at the same time, and the second one finds it running', async () => {
    expect((await Promise.all([start(dojo('a')), start(dojo('b'))])).sort()).toEqual([
      'running already',
      'started',
    ])
    expect(engine.starts).toBe(1)
  })

  it('is started by the second one when the first one could not', async () => {
    const failing = users.exclusively(async () => {
      await sleep(100)
      throw new Error('no')
    })
    const [first, second] = await Promise.allSettled([failing, start(dojo('b'))])
    expect([first?.status, second]).toEqual(['rejected', { status: 'fulfilled', value: 'started' }])
  })
})

describe('an engine that a dojo started', () => {
  it('is taken down by its only user, and nothing is left of the list of users', async () => {
    const a = dojo('a')
    await start(a)
    expect(await leave(a)).toEqual([])
    expect(engine).toMatchObject({ isRunning: false, stops: 1 })
    expect(existsSync(join(temporary, 'run', 'users'))).toBe(false)
  })

  it('stays while the process of another dojo uses it, and is taken down by the last one', async () => {
    const [a, b] = [dojo('a'), dojo('b')]
    await start(a)
    await users.enter(b.path, theirs())
    expect(await leave(a)).toEqual([`process ${another.pid}`])
    rmSync(a.path, { recursive: true })
    expect(engine.stops).toBe(0)
    await users.enter(b.path)
    another.kill('SIGKILL')
    await new Promise((done) => another.once('exit', done))
    expect(await leave(b)).toEqual([])
    expect(engine).toMatchObject({ isRunning: false, stops: 1 })
  })

  it('is taken down once when two users leave at the same time', async () => {
    const [a, b] = [dojo('a'), dojo('b')]
    await start(a)
    await start(b)
    await Promise.all([leave(a), leave(b)])
    expect(engine).toMatchObject({ isRunning: false, stops: 1 })
  })

  it('does not stay for a process that died, nor for a number that another process has by now', async () => {
    const a = dojo('a')
    await start(a)
    await users.enter(dojo('b').path, { pid: 4_194_303, startedAt: 'boot/1' })
    await users.enter(dojo('c').path, { pid: process.pid, startedAt: 'an earlier boot/1' })
    expect(await leave(a)).toEqual([])
    expect(engine.stops).toBe(1)
  })

  it('stays for a dojo that has containers in it, whatever its processes do', async () => {
    const a = dojo('a')
    await start(a)
    expect(await leave(a, ['class'])).toEqual(['class'])
    expect(engine.stops).toBe(0)
  })

  it('is not taken down by a guest while the dojo that started it is only stopped', async () => {
    const [host, guest] = [dojo('host'), dojo('guest')]
    await start(host)
    users.leave(host.path)
    await start(guest)
    expect(await leave(guest)).toEqual([])
    expect(engine).toMatchObject({ isRunning: true, stops: 0 })
  })

  it('is waited for by who comes while it is taken down, and started anew', async () => {
    const [a, b] = [dojo('a'), dojo('b')]
    await start(a)
    const leaving = leave(a)
    expect(await start(b)).toBe('started')
    await leaving
    expect(engine).toEqual({ isRunning: true, starts: 2, stops: 1 })
  })
})

describe('an instance', () => {
  const started = (folder: DataFolder, instance: string) =>
    folder.writeLastStart({ instance, host: '127.0.0.1', port: 1, hasTls: false, startedAt: '' })
  const refuse = (folder: DataFolder, instance: string) => () =>
    refuseSharedInstance({ instance, dataDir: folder.path }, users)

  it('is not used by two dojos at once: each would remove the sandboxes of the other', async () => {
    const [first, second] = [dojo('first'), dojo('second')]
    started(first, 'dojo')
    await users.enter(first.path, theirs())
    expect(refuse(second, 'dojo')).toThrow(`used by the dojo of ${first.path}`)
    expect(refuse(new DataFolder(join(temporary, 'typo')), 'dojo')).toThrow('--data')
    expect(refuse(second, 'other')).not.toThrow()
    expect(refuse(first, 'dojo')).not.toThrow()
    users.leave(first.path)
    another.kill('SIGKILL')
    await sleep(100)
    expect(refuse(second, 'dojo')).not.toThrow()
  })
})
