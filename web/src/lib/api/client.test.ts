import { describe, expect, it } from 'vitest'
import { DojoError, errorCodes, type ErrorCode } from '@noops-dojo/contracts'
import { words } from '#lib/i18n/words.ts'
import { failureOf } from './client.ts'

describe('a failed call', () => {
  it.each(Object.keys(errorCodes) as ErrorCode[])(
    '%s has a sentence and a next step in both languages',
    (code) => {
      for (const catalogue of [words.en, words.ja]) {
        expect(catalogue.failures[code].what).toMatch(/[.。]$/)
        expect(catalogue.failures[code].next).toMatch(/[.。]$/)
      }
    },
  )

  it('keeps the code and the sentence of the server', () => {
    expect(failureOf(new DojoError('HOST_FULL', 'All 40 places are taken.'))).toEqual({
      code: 'HOST_FULL',
      detail: 'All 40 places are taken.',
    })
  })

  it('is OFFLINE when nothing answered', () => {
    expect(failureOf(new TypeError('Failed to fetch')).code).toBe('OFFLINE')
  })

  it('is INTERNAL when the answer was not understood', () => {
    expect(failureOf(new Error('unexpected')).code).toBe('INTERNAL')
  })
})
