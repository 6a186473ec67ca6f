import type { ProbeSample } from '@noops-dojo/contracts'
import { expect, it, vi } from 'vitest'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { attemptWorld, type AttemptWorld } from '../../../testing/worlds/attempt-world.ts'
import { FakeLabCatalog } from '../../../testing/a-lab.ts'
import { RecordEdges } from './record-edges.ts'

/** A recorder that follows already; `emit` gives a sample each 100 ms `from` then on, `+` for a good one. */
const recording = async (world: AttemptWorld) => {
  const { gateway, sandboxes, events, leases, clock, log, sandbox } = world
  const labs = new FakeLabCatalog(world.lab)
  const record = new RecordEdges(gateway, sandboxes, labs, events, leases, new SandboxSettings(), clock, log)
  await record.turn()
  const from = clock.now()
  const emit = (probe: string, marks: string) =>
    gateway.emit(
      sandbox.id,
      probe,
      [...marks].map((mark, slot): ProbeSample => [from + slot * 100, mark === '+' ? 1 : 0, 2]),
    )
  return { record, emit, from }
}

it('writes into the log when a probe turns bad and when it is good again', async () => {
  const world = await attemptWorld()
  const { gateway, clock, sandbox, told } = world
  const { record, emit, from } = await recording(world)
  emit('shop', '++--++++')
  await clock.advance(3_000)
  await record.turn()
  expect((await told('probe.edge')).map(({ at, data }) => [at - from, data])).toEqual([
    [200, { probe: 'shop', to: 'bad' }],
    [400, { probe: 'shop', to: 'good' }],
  ])
  record.onModuleDestroy()
  gateway.emit(sandbox.id, 'shop', [[from + 5000, 0, 2]])
  await clock.advance(10_000)
  expect(await told('probe.edge')).toHaveLength(2)
})

it('writes when an alert fires and is resolved, and not that it is silent at first', async () => {
  const world = await attemptWorld({
    probes: { alarm: { http: 'http://watch:9000/alarm' }, shop: { http: 'http://web:8080/health' } },
    tasks: [{ id: 'told', mode: 'alert', title: { en: 'T' }, alert: 'alarm', fault: { use: 'crash' } }],
  })
  const { clock, told } = world
  const { record, emit, from } = await recording(world)
  emit('alarm', '--++----')
  await clock.advance(3_000)
  await record.turn()
  expect((await told('alert.edge')).map(({ at, data }) => [at - from, data])).toEqual([
    [200, { probe: 'alarm', to: 'firing' }],
    [400, { probe: 'alarm', to: 'resolved' }],
  ])
  expect(await told('probe.edge')).toEqual([])
  record.onModuleDestroy()
})

it('leaves no lease of a sandbox that has ended', async () => {
  const world = await attemptWorld()
  const { sandboxes, leases, clock, sandbox, told } = world
  const { record, emit } = await recording(world)
  emit('shop', '+----')
  await clock.advance(3_000)
  await record.turn()
  expect(await told('probe.edge')).toHaveLength(1)
  const isHeld = async () => !(await leases.take(`edges:${sandbox.id}`, 'other', clock.now(), clock.now()))
  expect(await isHeld()).toBe(true)
  await sandboxes.change(sandbox.id, 'any', { state: 'terminating' })
  await record.turn()
  expect(await isHeld()).toBe(false)
})

it('keeps the edges that it found while the database is away', async () => {
  const world = await attemptWorld()
  const { events, leases, clock, told } = world
  const { record, emit, from } = await recording(world)
  emit('shop', '+--++++')
  await clock.advance(3_000)
  vi.spyOn(leases, 'take').mockRejectedValueOnce(new Error('away'))
  await record.turn()
  expect(await told('probe.edge')).toEqual([])
  vi.spyOn(events, 'append').mockRejectedValueOnce(new Error('away'))
  await record.turn()
  await clock.advance(2_000)
  expect((await told('probe.edge')).map(({ at, data }) => [at - from, data['to']])).toEqual([
    [100, 'bad'],
    [300, 'good'],
  ])
  record.onModuleDestroy()
})
