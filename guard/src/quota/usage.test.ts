import { describe, expect, it } from 'vitest'
import type { EngineService } from '../ownership/engine-objects.ts'
import type { Sandbox } from '../sandbox.ts'
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

/** Twelve containers are allowed; asks whether ten more fit beside this service. */
const addTen = (row: EngineService) => {
  const sandbox = {
    policy: { limits: { containers: 12, services: 4, memoryBytes: 100, containerMemoryBytes: 1 } },
    directory: {
      containers: async () => [],
      services: async () => [{ id: row.ID, name: 'web', labels: {}, row }],
    },
  } as unknown as Sandbox
  return checkCompute(sandbox, { containers: 10, memoryBytes: 1, isService: true })
}

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
