import { existsSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readCases, type Case } from './case.ts'
import { notOpen } from './not-open.ts'
import { StubbedGuard } from './stubbed-guard.ts'
import { tryCase } from './try-case.ts'

const given = new URL('./guard.jsonl', import.meta.url).pathname
const extra = new URL('./extra.jsonl', import.meta.url).pathname

let guard: StubbedGuard
beforeAll(async () => {
  guard = await StubbedGuard.start()
})
afterAll(() => guard.stop())

describe.each([given, extra].filter((file) => existsSync(file)))('the corpus %s', (file) => {
  const categories = Map.groupBy(readCases(file), ({ category }) => category)

  it.each([...categories.keys()])(
    'holds for every case of %s',
    async (category) => {
      const failures: string[] = []
      for (const test of categories.get(category) as Case[]) {
        const { outcome, detail } = await tryCase(guard, test)
        const isListed = notOpen.some(({ ids }) => ids.includes(test.id))
        if (outcome === 'failed') failures.push(`${test.id}: ${detail}`)
        if ((outcome === 'not-open') !== isListed)
          failures.push(`${test.id}: ${outcome}, but the list of routes not open says otherwise`)
      }
      expect(failures).toEqual([])
    },
    60_000,
  )
})

describe('the corpus harness', () => {
  it('reports a request that must be refused and went upstream', async () => {
    const test: Case = {
      id: 'X',
      category: 'X',
      method: 'GET',
      path: '/v1.41/containers/json',
      query: '',
      body: null,
      expect: 'deny',
      why: '',
    }
    expect(await tryCase(guard, test)).toMatchObject({ outcome: 'failed' })
  })

  it('reports a harmless request that is refused', async () => {
    const test: Case = {
      id: 'X',
      category: 'X',
      method: 'GET',
      path: '/v1.41/plugins',
      query: '',
      body: null,
      expect: 'allow',
      why: '',
    }
    expect(await tryCase(guard, test)).toMatchObject({ outcome: 'failed' })
  })
})
