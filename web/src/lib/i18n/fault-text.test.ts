import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { faultText, fidelityText } from './fault-text.ts'
import { faultParams } from './ja/fault-params.ts'
import { faultRungs } from './ja/fault-rungs.ts'
import { words } from './words.ts'

interface Fault {
  params: { properties?: Record<string, { description?: string }> }
  rungs: { rung: string; text: string }[]
}

const file = new URL('../../../../lab-source/src/reference/faults.json', import.meta.url)
const faults = JSON.parse(readFileSync(file, 'utf8')) as Fault[]
const params = faults.flatMap((one) =>
  Object.values(one.params.properties ?? {}).flatMap(({ description }) => description ?? []),
)
const rungs = faults.flatMap((one) => one.rungs)

describe('what the server says of faults', () => {
  it.each([
    ['parameters', faultParams, params],
    ['fidelity', faultRungs, rungs.map(({ text }) => text)],
  ])('is there in Japanese, all of it and nothing that is gone: %s', (_what, japanese, told) => {
    expect(told.length).toBeGreaterThan(40)
    expect(told.filter((english) => japanese[english] === undefined)).toEqual([])
    expect(Object.keys(japanese).filter((english) => !told.includes(english))).toEqual([])
  })

  it('is told in English where the page knows no better, and says so', () => {
    expect(faultText('Key of that CA.', 'ja')).toEqual({ text: 'その CA の鍵。', lang: 'ja' })
    expect(faultText('Key of that CA.', 'en')).toEqual({ text: 'Key of that CA.', lang: 'en' })
    expect(faultText('Of a fault of tomorrow.', 'ja')).toEqual({
      text: 'Of a fault of tomorrow.',
      lang: 'en',
    })
  })

  it('names how an injection was made as the console does', () => {
    const killed = 'kernel: SIGKILL of the main process from the host'
    expect(fidelityText(killed, words.en, 'en')).toEqual({ text: killed, lang: 'en' })
    expect(fidelityText(killed, words.ja, 'ja').text).toBe(
      'カーネルそのもの：ホストから主プロセスへの SIGKILL',
    )
    for (const { rung, text } of rungs) {
      expect(fidelityText(`${rung}: ${text}`, words.ja, 'ja')).toMatchObject({ lang: 'ja' })
      expect(fidelityText(`${rung}: ${text}`, words.ja, 'ja').text).not.toContain('undefined')
    }
    expect(fidelityText('', words.ja, 'ja')).toEqual({ text: '', lang: 'en' })
  })
})
