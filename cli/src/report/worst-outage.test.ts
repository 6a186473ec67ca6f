import { expect, it } from 'vitest'
import { worstOutage } from './worst-outage.ts'

const outage = (minMs: number, maxMs: number | null) => ({ minMs, maxMs })

it('is that of the worst injection, wherever it stands', () => {
  const injections = [{ outage: outage(0, 122) }, { outage: outage(900, 1100) }, { outage: null }]
  expect(worstOutage(injections)).toEqual(outage(900, 1100))
})

it('is the one that never ended, whatever else there is', () => {
  expect(worstOutage([{ outage: outage(10, null) }, { outage: outage(900, 1100) }])).toEqual(outage(10, null))
})

it('is null when every injection was tolerated, or there was none', () => {
  expect(worstOutage([{ outage: null }])).toBeNull()
  expect(worstOutage([])).toBeNull()
})
