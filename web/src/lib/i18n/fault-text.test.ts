import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultText } from './fault-text.ts'
import { faultParams } from './ja/fault-params.ts'

interface Fault {
  params: { properties?: Record<string, { description?: string }> }
}

const file = new URL('../../../../lab-source/src/reference/faults.json', import.meta.url)
const faults = JSON.parse(readFileSync(file, 'utf8')) as Fault[]
const params = faults.flatMap((one) =>
  Object.values(one.params.properties ?? {}).flatMap(({ description }) => description ?? []),
)

describe('what the server says of the parameters of faults', () => {
  it('is there in Japanese, all of it and nothing that is gone', () => {
    expect(params.length).toBeGreaterThan(40)
    expect(params.filter((english) => faultParams[english] === undefined)).toEqual([])
    expect(Object.keys(faultParams).filter((english) => !params.includes(english))).toEqual([])
  })

  it('is told in English where the page knows no better, and says so', () => {
    expect(faultText('Key of that CA.', 'ja')).toEqual({ text: 'その CA の鍵。', lang: 'ja' })
    expect(faultText('Key of that CA.', 'en')).toEqual({ text: 'Key of that CA.', lang: 'en' })
    expect(faultText('Of a fault of tomorrow.', 'ja')).toEqual({
      text: 'Of a fault of tomorrow.',
      lang: 'en',
    })
  })
})
