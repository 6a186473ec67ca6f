import { describe, expect, it } from 'vitest'
import { byteCount, byteSize, duration, durationMs } from './duration.ts'
import { labFile, param, tab } from './lab.ts'
import { task } from './lab-task.ts'
import { inLanguage, localizedText } from './text.ts'

describe('a duration', () => {
  it.each([
    ['100ms', 100],
    ['5s', 5000],
    ['1.5s', 1500],
    ['20m', 1_200_000],
    ['1h', 3_600_000],
  ])('%s is %i ms', (text, ms) => {
    expect(duration.parse(text)).toBe(text)
    expect(durationMs(text)).toBe(ms)
  })

  it.each(['5', 's', '-5s', '5 s', '5d', '1e3s', '', '5s '])('%j is none', (text) => {
    expect(duration.safeParse(text).success).toBe(false)
    expect(() => durationMs(text)).toThrow(RangeError)
  })
})

describe('a size', () => {
  it.each([
    ['1024', 1024],
    ['1Ki', 1024],
    ['1.5Mi', 1_572_864],
    ['1Gi', 1_073_741_824],
  ])('%s is %i bytes', (text, bytes) => {
    expect(byteSize.parse(text)).toBe(text)
    expect(byteCount(text)).toBe(bytes)
  })

  it.each(['1G', '1 Gi', 'Gi', '-1Mi', '1gi'])('%j is none', (text) => {
    expect(byteSize.safeParse(text).success).toBe(false)
    expect(() => byteCount(text)).toThrow(RangeError)
  })
})

describe('a text', () => {
  it('falls back to English', () => {
    expect(inLanguage({ en: 'Shop' }, 'ja')).toBe('Shop')
    expect(inLanguage({ en: 'Shop', ja: '店' }, 'ja')).toBe('店')
  })

  it('has English, and no language that the dojo does not speak', () => {
    expect(localizedText.safeParse({ ja: '店' }).success).toBe(false)
    expect(localizedText.safeParse({ en: 'Shop', cs: 'Obchod' }).success).toBe(false)
  })
})

const metadata = { id: 'a', title: { en: 'A' }, summary: { en: 'A' }, track: 'a', duration: '5m' }
const only = { id: 'a', mode: 'once', title: { en: 'A' }, check: { run: 'checks/a.sh' } }
const smallest = {
  apiVersion: 'noops.dojo/v1',
  kind: 'Lab',
  metadata,
  spec: { tasks: [only], solution: 'solution/a.sh' },
}

describe('a lab file', () => {
  it('gets every default from the schema', () => {
    const { spec, metadata: head } = labFile.parse(smallest)
    expect(spec.limits).toEqual({
      time: '60m',
      idle: '15m',
      extend: '15m',
      memory: '1Gi',
      cpus: 1,
      containers: 12,
    })
    expect(spec).toMatchObject({ warm: { pool: 0 }, tabs: [{ terminal: 'main' }], grading: { pass: 70 } })
    expect(spec.tasks[0]).toMatchObject({ points: 10, needs: [], check: { every: '1s', timeout: '10s' } })
    expect(head).toMatchObject({ order: 100, level: 'beginner' })
  })

  it('fills in what a map leaves out, too', () => {
    const { spec } = labFile.parse({ ...smallest, spec: { ...smallest.spec, limits: { time: '30m' } } })
    expect(spec.limits).toMatchObject({ time: '30m', idle: '15m', containers: 12 })
  })

  it('has no unknown key at any depth', () => {
    for (const spec of [
      { ...smallest.spec, extra: 1 },
      { ...smallest.spec, limits: { tiem: '1m' } },
      { ...smallest.spec, tasks: [{ ...only, check: { run: 'checks/a.sh', evry: '1s' } }] },
    ])
      expect(labFile.safeParse({ ...smallest, spec }).success).toBe(false)
  })

  it('is of this version', () => {
    expect(labFile.safeParse({ ...smallest, apiVersion: 'noops.dojo/v2' }).success).toBe(false)
  })
})

describe('a task', () => {
  it('has the keys of its mode only', () => {
    expect(task.safeParse({ ...only, mode: 'quiz' }).success).toBe(false)
    expect(task.safeParse({ ...only, mode: 'hold' }).success).toBe(false)
    expect(task.safeParse({ ...only, mode: 'hold', for: '5s' }).success).toBe(true)
  })

  it('that survives has defaults for what it expects', () => {
    const parsed = task.parse({ id: 's', mode: 'survive', title: { en: 'S' }, fault: { use: 'crash' } })
    expect(parsed).toMatchObject({
      fault: { at: { between: ['3s', '8s'] }, times: 1, gap: '10s' },
      expect: { recoverWithin: '10s', hold: '10s', horizon: '60s' },
      handsOff: 'required',
    })
  })
})

describe('parameters and tabs', () => {
  it('have one of their forms', () => {
    expect(param.parse({ pick: ['a'] })).toEqual({ pick: ['a'], secret: false })
    expect(param.safeParse({ int: [1, 2], secret: true }).success).toBe(false)
    expect(tab.safeParse({ preview: 'web:8080', title: 'Shop' }).success).toBe(true)
    expect(tab.safeParse({ preview: 'web' }).success).toBe(false)
  })
})
