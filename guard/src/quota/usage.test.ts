import { describe, expect, it } from 'vitest'
import type { EngineContainer, EngineService, EngineServiceSpec } from '../ownership/engine-objects.ts'
import { label } from '../ownership/labels.ts'
import type { Sandbox } from '../sandbox.ts'
import { besideOf } from './service-tasks.ts'
import { checkCompute } from './usage.ts'

type Update = { from: number; to: number; action?: string; state?: string; isSameTask?: boolean }

const spec = (replicas: number, action: string, args: string[]) => ({
  Name: 'web',
  Mode: { Replicated: { Replicas: replicas } },
  UpdateConfig: { FailureAction: action },
  TaskTemplate: { ContainerSpec: { Args: args } },
})

/** A service that was updated from so many replicas to so many. */
const updated = ({ from, to, action = 'rollback', state, isSameTask = false }: Update): EngineService => ({
  ID: 'a',
  Spec: spec(to, action, ['new']),
  PreviousSpec: spec(from, action, [isSameTask ? 'new' : 'old']),
  ...(state ? { UpdateStatus: { State: state } } : {}),
})

const taskOf = (service: string, State = 'running', memory = 1) => {
  const labels = { 'com.docker.swarm.service.id': service, [label.memory]: String(memory) }
  return { id: 'c', name: 'c', labels, row: { Id: 'c', Image: '', State } satisfies EngineContainer }
}
type Task = ReturnType<typeof taskOf>
const many = (count: number, task: Task) => Array.from({ length: count }, () => task)

/** Twelve containers and a hundred bytes are allowed; asks whether ten more of a byte fit beside these. */
const addTen = (rows: EngineService | EngineService[], tasks: Task[] = [], replaces?: string) => {
  const services = [rows].flat().map((row) => ({ id: row.ID, name: 'web', labels: {}, row }))
  const sandbox = {
    policy: { limits: { containers: 12, services: 4, memoryBytes: 100, containerMemoryBytes: 1 } },
    directory: { containers: async () => tasks, services: async () => services },
  } as unknown as Sandbox
  return checkCompute(sandbox, {
    containers: 10,
    memoryBytes: 1,
    isService: true,
    ...(replaces ? { replaces } : {}),
  })
}
const tooMany = 'limit of 12 containers'

describe('the replicas of a service in the quota', () => {
  it.each<[string, Update]>([
    ['runs', { from: 7, to: 1, state: 'updating' }],
    ['is paused', { from: 7, to: 1, state: 'paused' }],
    ['is about to begin', { from: 7, to: 1 }],
    ['runs, though the tasks were the same', { from: 7, to: 1, state: 'updating', isSameTask: true }],
  ])('are those to which Swarm may go back while an update %s', async (_, update) => {
    await expect(addTen(updated(update))).rejects.toThrow('limit of 12 containers')
  })

  it.each<[string, Update]>([
    ['is over', { from: 7, to: 1, state: 'completed' }],
    ['changed no task', { from: 7, to: 1, isSameTask: true }],
    ['would only pause when it fails', { from: 7, to: 1, action: 'pause', state: 'updating' }],
  ])('are those that it has when an update %s', async (_, update) => {
    await expect(addTen(updated(update))).resolves.toBeUndefined()
  })
})

describe('tasks that are still stopping', () => {
  const small = updated({ from: 7, to: 1, state: 'completed' })

  it('count each when their service is gone', async () => {
    await expect(addTen([], many(2, taskOf('gone')))).resolves.toBeUndefined()
    await expect(addTen([], many(3, taskOf('gone')))).rejects.toThrow(tooMany)
  })

  it('count with their own memory', async () => {
    await expect(addTen([], [taskOf('gone', 'running', 91)])).rejects.toThrow('limit of 100 bytes of memory')
  })

  it('count when their service was made smaller', async () => {
    await expect(addTen(small, many(3, taskOf('a')))).rejects.toThrow(tooMany)
  })

  it('count when their service is made larger again', async () => {
    await expect(addTen(small, many(3, taskOf('a')), 'a')).resolves.toBeUndefined()
    await expect(addTen(small, many(4, taskOf('a')), 'a')).rejects.toThrow(tooMany)
  })

  it('say that they stop, and not that something is to be removed', async () => {
    await expect(addTen([], many(3, taskOf('gone')))).rejects.toThrow('tasks are still stopping: try again')
  })
})

describe('tasks that run as their service asks', () => {
  it('are not counted beside its replicas', async () => {
    await expect(addTen(updated({ from: 2, to: 2, state: 'completed' }), many(2, taskOf('a')))).resolves.toBe(
      undefined,
    )
  })

  it.each(['exited', 'created', 'dead'])('are not counted when %s', async (state) => {
    await expect(
      addTen(updated({ from: 2, to: 2, state: 'completed' }), many(9, taskOf('a', state))),
    ).resolves.toBeUndefined()
  })
})

describe('an update that starts the new tasks first', () => {
  type Config = { parallelism?: number; replicas?: number; grace?: number; order?: string }
  const web = ({ parallelism = 1, replicas = 6, grace, order = 'start-first' }: Config = {}) =>
    ({
      Name: 'web',
      Mode: { Replicated: { Replicas: replicas } },
      UpdateConfig: { Parallelism: parallelism, Order: order },
      TaskTemplate: { ContainerSpec: grace ? { StopGracePeriod: grace * 1e9 } : {} },
    }) satisfies EngineServiceSpec

  it.each<[string, EngineServiceSpec, EngineServiceSpec, number]>([
    ['as many as it changes at once', web({ parallelism: 2 }), web(), 2],
    ['all of them with a parallelism of 0', web({ parallelism: 0 }), web(), 6],
    ['no more than there were before', web({ parallelism: 0 }), web({ replicas: 1 }), 1],
    ['no more than there are to be', web({ parallelism: 9, replicas: 1 }), web(), 1],
    ['all of them when the old ones take long to stop', web(), web({ grace: 300 }), 6],
    ['all of them when the new ones will take long to stop', web({ grace: 300 }), web(), 6],
    ['none when it stops the old ones first', web({ parallelism: 0, order: 'stop-first' }), web(), 0],
    ['none when nothing is said', { Name: 'web' }, web(), 0],
  ])('runs beside the old ones: %s', (_, spec, before, count) => {
    expect(besideOf(spec, before)).toBe(count)
  })

  it('takes as much when Swarm rolls back in that order', () => {
    const rollback = { ...web({ order: 'stop-first' }), RollbackConfig: { Order: 'start-first' } }
    expect(besideOf(rollback, web())).toBe(6)
  })

  it.each([
    ['while it runs', 'updating', true],
    ['no more when it is over', 'completed', false],
  ])('takes their places %s', async (_, State, isTaken) => {
    const Spec = web({ replicas: 2 })
    const sum = addTen({ ID: 'a', Spec, PreviousSpec: Spec, UpdateStatus: { State } })
    await (isTaken ? expect(sum).rejects.toThrow(tooMany) : expect(sum).resolves.toBeUndefined())
  })
})
