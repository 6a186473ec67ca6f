import { describe, expect, it } from 'vitest'
import { createClient, DojoError, errorCodes, type ErrorCode } from '@noops-dojo/contracts'
import { words } from '#lib/i18n/words.ts'
import { failureOf, patienceFor } from './client.ts'

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

  it('is OFFLINE when a dead connection swallowed it, after its time', async () => {
    const swallow: typeof fetch = (_, init) =>
      new Promise((_resolve, reject) =>
        init?.signal?.addEventListener('abort', () => reject(init.signal?.reason as Error)),
      )
    const call = createClient({ fetch: swallow, timeoutMs: () => 5 })
    const thrown: unknown = await call('readSession').catch((error: unknown) => error)
    expect(failureOf(thrown).code).toBe('OFFLINE')
    expect(patienceFor('readSession')).toBe(30_000)
    expect(patienceFor('checkTask')).toBeGreaterThan(patienceFor('readSession'))
  })

  it('ends with its caller', async () => {
    const leaving = new AbortController()
    leaving.abort(new DOMException('left', 'AbortError'))
    const call = createClient({ fetch: (_, init) => Promise.reject(init?.signal?.reason as Error) })
    await expect(call('readSession', { signal: leaving.signal })).rejects.toThrow('left')
  })

  it('is INTERNAL when the answer was not understood', () => {
    expect(failureOf(new Error('unexpected')).code).toBe('INTERNAL')
  })
})
