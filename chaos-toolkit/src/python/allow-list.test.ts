import { describe, expect, it } from 'vitest'
import { Environment } from '../configuration/environment.ts'
import { describedFault, FakeBench } from '../testing/fake-bench.ts'
import { FakeJudge } from '../testing/fake-judge.ts'
import { anExperiment, aPythonActivity, aProcess, runInMemory } from '../testing/run-in-memory.ts'
import type { Mapping } from '../value/mapping.ts'
import { allFunctions } from './allow-list.ts'
import { readMoment } from './prometheus-time.ts'

const toxic = (func: string, args: Mapping, more: Mapping = {}) =>
  aPythonActivity('chaostoxi.toxic.actions', func, args, more)
const proxy = (func: string, args: Mapping, more: Mapping = {}) =>
  aPythonActivity('chaostoxi.proxy.actions', func, args, more)

const bench = (...names: string[]): FakeBench => {
  const made = new FakeBench(
    names.map((name) => describedFault(name, {}, name === 'container.crash' ? 'nothing' : 'ends')),
  )
  made.services = { web: 2, api: 1 }
  return made
}
const networkBench = () => bench('network.delay', 'network.bandwidth', 'network.partition', 'network.reset')

describe('functions that are not on the list', () => {
  it('are refused by name before anything runs, also without validation', async () => {
    const judge = new FakeJudge()
    const method = [aProcess('echo'), aPythonActivity('chaosk8s.pod.actions', 'terminate_pods')]
    const outcome = await runInMemory(anExperiment({ method }), { judge, isValidated: false })
    expect(outcome).toMatchObject({ journal: null, exitCode: 1 })
    expect(outcome.failure).toMatch(
      /^experiment\.json:\d+:\d+: chaosk8s\.pod\.actions\.terminate_pods of 'terminate_pods'/,
    )
    expect(judge.commands).toEqual([])
  })

  it('are chaoslib’s own refusal with validation', async () => {
    const method = [aPythonActivity('chaosaws.ec2.actions', 'stop_instance')]
    const { failure } = await runInMemory(anExperiment({ method }))
    expect(failure).toContain(
      "could not find Python module 'chaosaws.ec2.actions' in activity 'stop_instance'",
    )
  })

  it('are toxics without a counterpart too', async () => {
    const method = [toxic('create_slicer_toxic', { for_proxy: 'web', toxic_name: 't' })]
    const { failure } = await runInMemory(anExperiment({ method }))
    expect(failure).toContain("does not expose a function called 'create_slicer_toxic'")
  })

  it('are functions whose fault this dojo does not have', async () => {
    const method = [aPythonActivity('chaosswarm.actions', 'kill_task', { service: 'web' })]
    const { failure } = await runInMemory(anExperiment({ method }), { bench: new FakeBench() })
    expect(failure).toContain('needs the fault container.crash, which this dojo does not have')
  })
})

describe('chaosswarm', () => {
  it('counts the running tasks of a service', async () => {
    const probe = {
      ...aPythonActivity('chaosswarm.probes', 'running_tasks', { service: 'web' }),
      type: 'probe',
    }
    const { journal } = await runInMemory(anExperiment({ method: [probe] }), { bench: bench() })
    expect(journal?.run[0]).toMatchObject({ status: 'succeeded', output: 2 })
  })

  it('fails for a service that is not there and says which are', async () => {
    const probe = {
      ...aPythonActivity('chaosswarm.probes', 'running_tasks', { service: 'shop' }),
      type: 'probe',
    }
    const { journal } = await runInMemory(anExperiment({ method: [probe] }), { bench: bench() })
    expect(journal?.run[0]?.exception?.[0]).toContain('No service named shop found; there are web, api')
  })
})

describe('chaostoxi', () => {
  it('turns toxics of a named proxy into faults of the service behind it, and deleting into lifting', async () => {
    const faults = networkBench()
    const method = [
      proxy('create_proxy', { proxy_name: 'p', upstream_host: 'api', upstream_port: 8080, listen_port: 1 }),
      toxic('create_bandwith_degradation_toxic', { for_proxy: 'p', toxic_name: 'slow', rate: 10 }),
      toxic('delete_toxic', { for_proxy: 'p', toxic_name: 'slow' }),
      toxic('create_toxic', { for_proxy: 'p', toxic_name: 't', toxic_type: 'timeout' }),
      proxy('reset', {}),
    ]
    const { journal, findings } = await runInMemory(anExperiment({ method }), { bench: faults })
    expect(journal?.run.map(({ output }) => output)).toEqual([true, true, true, true, true])
    expect(faults.orders.map(({ use, target, with: { for: _, ...rest } }) => [use, target, rest])).toEqual([
      ['network.bandwidth', 'api', { rate: '80kbit' }],
      ['network.partition', 'api', { direction: 'both' }],
    ])
    expect(findings).toEqual([])
  })

  it('publishes the port of a proxy to configuration and environment', async () => {
    const judge = new FakeJudge()
    const method = [
      proxy('create_proxy', { proxy_name: 'p', upstream_host: 'env:HOST', upstream_port: 8080 }),
      aProcess('echo', { provider: { type: 'process', path: 'echo', arguments: ['${p_PORT}'] } }),
    ]
    const environment = new Environment({ HOST: 'api' })
    const configuration = { any: 'thing' }
    await runInMemory(anExperiment({ method, configuration }), { judge, environment, bench: networkBench() })
    expect(judge.commands.at(-1)).toMatchObject({ argv: ['/usr/bin/echo', '8080'], env: { p_PORT: '8080' } })
  })

  it('makes a disabled proxy a service that refuses connections, until it is enabled', async () => {
    const faults = networkBench()
    const method = [
      proxy('disable_proxy', { proxy_name: 'web' }),
      proxy('enable_proxy', { proxy_name: 'web' }),
    ]
    const { findings } = await runInMemory(anExperiment({ method }), { bench: faults })
    expect(faults.runs).toMatchObject([{ fault: 'network.reset', target: 'web', state: 'reverted' }])
    expect(findings).toEqual([])
  })

  it('fails for a proxy that nobody knows, as the driver does', async () => {
    const method = [toxic('create_latency_toxic', { for_proxy: 'x', toxic_name: 't', latency: 1 })]
    const { journal } = await runInMemory(anExperiment({ method }), { bench: networkBench() })
    expect(journal?.run[0]).toMatchObject({
      status: 'failed',
      exception: ["chaoslib.exceptions.ActivityFailed: TypeError: 'NoneType' object is not subscriptable\n"],
    })
  })
})

describe('chaosprometheus', () => {
  it('asks from the judge', async () => {
    const judge = new FakeJudge()
    judge.answer = () => {
      const body = '{"status":"success"}'
      const stdout = `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n${body}`
      return { stdout, stderr: `\n#dojo {"response_code":200,"size_download":${body.length}}` }
    }
    const method = [{ ...aPythonActivity('chaosprometheus.probes', 'query', { query: 'up' }), type: 'probe' }]
    const configuration = { prometheus_base_url: 'http://prom:9090' }
    const { journal } = await runInMemory(anExperiment({ method, configuration }), { judge })
    expect(journal?.run[0]?.output).toEqual({ status: 'success' })
    expect(judge.commands.at(-1)?.argv.at(-1)).toBe('http://prom:9090/api/v1/query?query=up')
  })

  it('reads moments as people write them', () => {
    const now = Date.parse('2026-01-01T12:00:00Z')
    expect(readMoment('5 minutes ago', now)).toBe('2026-01-01T11:55:00.000Z')
    expect(readMoment('now', now)).toBe('2026-01-01T12:00:00.000Z')
    expect(readMoment('2026-01-01T10:00:00+01:00', now)).toBe('2026-01-01T09:00:00.000Z')
    expect(readMoment('il y a 5 minutes', now)).toBeUndefined()
  })
})

it('makes a function of every fault, with its parameters, defaults and target', () => {
  const described = describedFault('network.delay', {
    latency: { type: 'string' },
    for: { type: 'string', default: '30s' },
  })
  const [made] = allFunctions([{ ...described, params: { ...described.params, required: ['latency'] } }])
  expect(made).toMatchObject({
    module: 'noops.faults',
    name: 'network_delay',
    parameters: [
      { name: 'target', default: '' },
      { name: 'latency', type: 'string' },
      { name: 'for', default: '30s' },
    ],
  })
  expect(made?.parameters[1]).not.toHaveProperty('default')
})

it('hides the dojo’s own variables from an experiment', () => {
  const environment = new Environment({ DOJO_GRADER_TOKEN: 'secret', HOME: '/root' })
  expect(environment.get('DOJO_GRADER_TOKEN')).toBeUndefined()
  expect(environment.get('HOME')).toBe('/root')
  expect(environment.forProcesses()).toEqual({})
})
