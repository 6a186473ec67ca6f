import { activityFailed } from '../failure/chaos-error.ts'
import { callFromJudge } from '../provider/curl.ts'
import type { Mapping } from '../value/mapping.ts'
import { pythonStr } from '../value/text.ts'
import { readMoment } from './prometheus-time.ts'
import type { Parameter, PythonFunction, PythonWorld } from './python-function.ts'

const moment = (text: unknown, world: PythonWorld): string => {
  const found = readMoment(String(text), world.clock.now())
  if (found === undefined) throw activityFailed(`failed to parse '${String(text)}'`)
  return found
}

const ask = async (world: PythonWorld, path: string, params: Mapping, verify: unknown): Promise<unknown> => {
  const base = String(world.configuration.prometheus_base_url ?? 'http://localhost:9090')
  const given = Object.entries(params).filter(([, value]) => value !== null && value !== undefined)
  const query = new URLSearchParams(given.map(([key, value]): [string, string] => [key, pythonStr(value)]))
  const answer = await callFromJudge(
    {
      ...{
        method: 'GET',
        url: `${base}${path}?${query.toString()}`,
        headers: { Accept: 'application/json' },
      },
      ...{ body: undefined, connectTimeoutS: undefined, readTimeoutS: undefined, retries: 0 },
      verifyTls: verify !== false,
    },
    world.judge,
  )
  if (answer.status !== 200)
    throw activityFailed(`Prometheus query ${query.toString()} failed: ${answer.text}`)
  return JSON.parse(answer.text) as unknown
}

const tail: readonly Parameter[] = [
  { name: 'timeout', type: 'number', default: null },
  { name: 'verify_tls', type: 'boolean', default: true },
]

const probe = {
  module: 'chaosprometheus.probes',
  kind: 'probe',
  returns: 'mapping',
  injected: ['configuration', 'secrets'],
} as const

/** chaostoolkit-prometheus: queries go out from the judge to `prometheus_base_url` of the configuration. */
export const prometheusFunctions: readonly PythonFunction[] = [
  {
    ...probe,
    name: 'query',
    doc: 'Run an instant query against a Prometheus server and returns its result as-is.',
    parameters: [{ name: 'query', type: 'string' }, { name: 'when', type: 'string', default: null }, ...tail],
    call: ({ query, when, timeout, verify_tls }, world) => {
      const time = when === null ? undefined : moment(when, world)
      return ask(world, '/api/v1/query', { query, timeout, time }, verify_tls)
    },
  },
  {
    ...probe,
    name: 'query_interval',
    doc: 'Run a range query against a Prometheus server and returns its result as-is.',
    parameters: [
      { name: 'query', type: 'string' },
      { name: 'start', type: 'string' },
      { name: 'end', type: 'string' },
      { name: 'step', type: 'integer', default: 1 },
      ...tail,
    ],
    call: ({ query, start, end, step, timeout, verify_tls }, world) =>
      ask(
        world,
        '/api/v1/query_range',
        { query, timeout, step, start: moment(start, world), end: moment(end, world) },
        verify_tls,
      ),
  },
]
