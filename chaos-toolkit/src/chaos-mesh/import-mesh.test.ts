import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { describedFault, FakeBench } from '../testing/fake-bench.ts'
import { runInMemory } from '../testing/run-in-memory.ts'
import { goSeconds } from './go-duration.ts'
import { importMesh } from './import-mesh.ts'
import { meshExperiment } from './mesh-experiment.ts'
import { dojoRate, dojoSize } from './rate.ts'
import { isMeshText, readMesh } from './read-mesh.ts'

const text = readFileSync(join(import.meta.dirname, '../../fixtures/shop.chaos-mesh.yaml'), 'utf8')
const fault = (name: string, ...params: string[]) =>
  describedFault(
    name,
    Object.fromEntries(params.map((key) => [key, {}])),
    name === 'container.crash' ? 'nothing' : 'ends',
  )
const registry = [
  fault('container.crash'),
  fault('network.delay', 'latency', 'jitter', 'peer', 'for'),
  fault('network.partition', 'from', 'direction', 'for'),
  fault('network.bandwidth', 'rate', 'direction', 'for'),
  fault('network.loss', 'percent', 'direction', 'peer', 'for'),
  fault('cpu.stress', 'workers', 'load', 'for'),
  fault('memory.stress', 'size', 'for'),
  fault('dns.nxdomain', 'names', 'for'),
  fault('http.abort', 'percent', 'port', 'path', 'for'),
  fault('clock.skew', 'offset', 'for'),
]
const imported = importMesh(readMesh(text, 'shop.yaml'), registry)

describe('Chaos Mesh objects', () => {
  it('become faults of the service that a label names, with their parameters', () => {
    expect(imported.faults.map(({ use, target, with: args }) => [use, target, args])).toEqual([
      ['container.crash', 'web', {}],
      ['network.delay', 'api', { latency: '90ms', jitter: '10ms', for: '90s' }],
      ['network.partition', 'web', { from: 'api', direction: 'both', for: '10s' }],
      ['network.bandwidth', 'web', { rate: '8000kbit', direction: 'out' }],
      ['network.loss', 'web', { percent: 25, direction: 'out', for: '30s' }],
      ['cpu.stress', 'web', { workers: 1, load: 80, for: '20s' }],
      ['memory.stress', 'web', { size: '256Mi', for: '20s' }],
      ['dns.nxdomain', 'web', { names: ['api'], for: '15s' }],
      ['http.abort', 'web', { port: 8080, path: '/orders/', percent: 100, for: '5s' }],
      ['clock.skew', 'web', { offset: '-86400s', for: '60s' }],
    ])
  })

  it('leave a list of every field that was not understood', () => {
    expect(imported.notUnderstood.map(({ title, field }) => `${title}: ${field}`)).toEqual([
      'PodChaos kill-web: spec.selector.labelSelectors.tier',
      'PodChaos kill-web: spec.selector.namespaces',
      'NetworkChaos slow-api: spec.mode',
      'NetworkChaos slow-api: spec.direction',
      'NetworkChaos slow-api: spec.delay.correlation',
      'NetworkChaos narrow: spec.bandwidth.limit',
      'NetworkChaos narrow: spec.bandwidth.buffer',
      'StressChaos burn: spec.stressors.memory.workers',
      'StressChaos burn: spec.stressors.cpu.options',
      'DNSChaos lost-names: spec.patterns',
      'DNSChaos lost-names: spec.mode',
      'TimeChaos yesterday: spec.clockIds',
      'IOChaos slow-disk: kind',
    ])
  })

  it('are played one after the other, each for its duration', async () => {
    const bench = new FakeBench(registry)
    bench.services = { web: 1, api: 1 }
    const source = meshExperiment('shop.yaml', imported.faults)
    const { journal, exitCode } = await runInMemory(source.value as object, { bench })
    expect(exitCode).toBe(0)
    expect(bench.orders).toHaveLength(10)
    expect(journal?.run.every(({ status }) => status === 'succeeded')).toBe(true)
    expect(journal?.duration).toBe(90 + 10 + 30 + 20 + 20 + 15 + 5 + 60)
  })

  it('say so when the dojo does not have the fault, or no service is named', () => {
    const spec = { action: 'pod-failure', mode: 'one', selector: { pods: { default: ['web-0'] } } }
    const { faults, notUnderstood } = importMesh(
      [{ title: 'PodChaos x', kind: 'PodChaos', spec, line: 1 }],
      [],
    )
    expect(faults).toEqual([])
    expect(notUnderstood.map(({ why }) => why)).toContainEqual(expect.stringContaining('names a service'))
  })
})

it('reads durations of Go', () => {
  expect(goSeconds('1h30m')).toBe(5400)
  expect(goSeconds('-10m')).toBe(-600)
  expect(goSeconds('100ms')).toBeCloseTo(0.1)
  expect(goSeconds('soon')).toBeUndefined()
  expect(goSeconds('5')).toBeUndefined()
})

it('reads rates as tc does, in which mbps are megabytes, and sizes', () => {
  expect(dojoRate('1mbps')).toBe('8000kbit')
  expect(dojoRate('1mbit')).toBe('1000kbit')
  expect(dojoRate('fast')).toBeUndefined()
  expect(dojoSize('256MB')).toBe('256Mi')
  expect(dojoSize('25%')).toBeUndefined()
})

it('is told from an experiment by its apiVersion', () => {
  expect(isMeshText(text)).toBe(true)
  expect(isMeshText('title: chaos-mesh.org/')).toBe(false)
})
