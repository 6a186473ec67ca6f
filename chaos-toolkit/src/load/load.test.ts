import { describe, expect, it } from 'vitest'
import { loadExperiment, type ExperimentReader } from './load-experiment.ts'

const reader = (
  files: Record<string, string>,
  answer = { status: 200, contentType: '', text: '' },
): ExperimentReader => ({
  readFile: (path) => files[path],
  fetch: () => Promise.resolve(answer),
})
const load = async (name: string, text: string) =>
  (await loadExperiment(name, reader({ [name]: text }))).value

describe('experiments in YAML', () => {
  it('are read as PyYAML does: yes and off are booleans, y and 1e3 are texts, 0777 is octal', async () => {
    const text = 'a: yes\nb: off\nc: y\nd: 1e3\ne: 0777\nf: 1.5e+3\ng: 1_000\nh: ~'
    expect(await load('x.yaml', text)).toEqual({
      ...{ a: true, b: false, c: 'y', d: '1e3', e: 511, f: 1500, g: 1000, h: null },
    })
  })

  it('may repeat a key: the last one counts', async () => {
    expect(await load('x.yml', 'a: 1\na: 2')).toEqual({ a: 2 })
  })

  it('know anchors and merges', async () => {
    expect(await load('x.yml', 'a: &a { b: 1 }\nc: { <<: *a, d: 2 }')).toMatchObject({ c: { b: 1, d: 2 } })
  })

  it('that are broken are named with their place', async () => {
    await expect(load('x.yaml', 'a: [1')).rejects.toThrow(/Failed parsing YAML experiment: x\.yaml:1:\d+:/)
  })
})

describe('experiments in JSON', () => {
  it('know where each value stands, and floats from whole numbers', async () => {
    const source = await loadExperiment('x.json', reader({ 'x.json': '{\n  "a": [1,\n 1.0]}' }))
    expect(source.placeOf(['a', 1])).toEqual({ line: 3, column: 2 })
    expect(source.isFloat(['a', 1])).toBe(true)
    expect(source.isFloat(['a', 0])).toBe(false)
  })

  it('that are broken end the real tool with a traceback', async () => {
    await expect(load('x.json', '{')).rejects.toMatchObject({ type: 'json.decoder.JSONDecodeError' })
  })
})

describe('sources', () => {
  it('of another extension, a path that is not there and another scheme are refused with chaoslib’s words', async () => {
    await expect(load('x.txt', '{}')).rejects.toThrow(
      'only files with json, yaml or yml extensions are supported',
    )
    await expect(loadExperiment('no.json', reader({}))).rejects.toThrow('Path "no.json" does not exist.')
    await expect(loadExperiment('ftp://x', reader({}))).rejects.toThrow(
      "'ftp' is not a supported source scheme.",
    )
  })

  it('over HTTP are read by their content type', async () => {
    const from = async (contentType: string, text: string, status = 200) =>
      (await loadExperiment('https://x/e', reader({}, { status, contentType, text }))).value
    expect(await from('application/json; charset=utf-8', '{"a": 1}')).toEqual({ a: 1 })
    expect(await from('text/yaml', 'a: 1')).toEqual({ a: 1 })
    expect(await from('text/plain', 'a: 1')).toEqual({ a: 1 })
    await expect(from('text/html', 'a: 1')).rejects.toThrow('only files with')
    await expect(from('text/plain', 'gone', 404)).rejects.toThrow('Failed to fetch the experiment: gone')
  })
})
