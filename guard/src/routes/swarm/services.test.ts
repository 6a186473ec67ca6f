import { describe, expect, it } from 'vitest'
import { corpusPolicy, images, networks, ownContainer, ownService } from '../../corpus/fixtures.ts'
import type { Engine } from '../../engine/engine.ts'
import { parseJson } from '../../parse/json.ts'
import { Directory } from '../../ownership/directory.ts'
import { Images } from '../../ownership/images.ts'
import { Names } from '../../ownership/names.ts'
import { Lock } from '../../quota/lock.ts'
import type { Sandbox } from '../../sandbox.ts'
import { containerRoutes } from '../containers/containers.ts'
import type { Call, Route } from '../route.ts'
import { serviceRoutes } from './services.ts'

const specOf = (replicas: number) => ({ ...ownService.Spec, Mode: { Replicated: { Replicas: replicas } } })

/** A sandbox in front of lists that a test may change, with a limit of 50 containers. */
function stage() {
  const lists: Record<string, unknown> = {
    '/containers/json': [],
    '/services': [ownService],
    '/networks': networks,
    '/volumes': { Volumes: [] },
  }
  const lookup = async (path: string) => (path.startsWith('/images/') ? images[0] : lists[path])
  const engine = { lookup } as unknown as Engine
  const policy = corpusPolicy('/f')
  const names = new Names(policy)
  const sandbox = {
    policy,
    names,
    directory: new Directory(engine, policy, names),
    images: new Images(engine, policy),
    quotaLock: new Lock(),
  } as Sandbox
  return { lists, sandbox }
}

const reached = new Error('the engine was reached')
const run = (routes: Route[], pattern: string, sandbox: Sandbox, call: Partial<Call>) =>
  routes
    .find((route) => route.pattern === pattern)!
    .handle({ sandbox, query: new Map(), mutate: () => Promise.reject(reached), ...call } as unknown as Call)

const rollBack = (sandbox: Sandbox) =>
  run(serviceRoutes, '/services/{id}/update', sandbox, {
    params: ['web'],
    query: new Map([
      ['version', ['13']],
      ['rollback', ['previous']],
    ]),
    json: parseJson(Buffer.from('{"Name":"web","TaskTemplate":{"ContainerSpec":{"Image":"shop-web:1.0"}}}')),
  })

describe('a rollback', () => {
  it('is judged by what it goes back to when its turn comes, and not when it was asked for', async () => {
    const { lists, sandbox } = stage()
    const turn = Promise.withResolvers<void>()
    const before = sandbox.quotaLock.run(() => turn.promise)
    const asked = expect(rollBack(sandbox)).rejects.toThrow('limit of 50 containers')
    await new Promise((resolve) => setTimeout(resolve, 20))
    lists['/services'] = [{ ...ownService, Spec: specOf(1), PreviousSpec: specOf(60) }]
    turn.resolve()
    await Promise.all([before, asked])
  })

  it('to what fits goes to the engine', async () => {
    await expect(rollBack(stage().sandbox)).rejects.toBe(reached)
  })
})

describe("starting a task's container by hand", () => {
  const labels = { ...ownContainer.Labels, 'com.docker.swarm.service.id': ownService.ID }
  const start = (State: string, replicas: number) => {
    const { lists, sandbox } = stage()
    lists['/services'] = [{ ...ownService, Spec: specOf(replicas) }]
    lists['/containers/json'] = [{ ...ownContainer, Labels: labels, State }]
    return run(containerRoutes, '/containers/{id}/start', sandbox, { params: ['db'] })
  }

  it('takes a place when it has ended', async () => {
    await expect(start('exited', 50)).rejects.toThrow('limit of 50 containers')
    await expect(start('exited', 49)).rejects.toBe(reached)
  })

  it('takes none when it runs', async () => {
    await expect(start('running', 50)).rejects.toBe(reached)
  })
})
