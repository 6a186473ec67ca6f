import { DojoError } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { sentenceOf } from './run-command.ts'

describe('the sentence of an error', () => {
  it('says what to do about a lab that a running dojo does not know', () => {
    const error = new DojoError('LAB_NOT_FOUND', 'There is no lab disk-full. GET /api/labs lists all.')
    expect(sentenceOf(error)).toMatch(
      /^There is no lab disk-full\..* reads its labs when it starts: .*"dojo up"/,
    )
  })

  it('names a server that does not answer', () => {
    const error = new TypeError('fetch failed', { cause: new Error('connect ECONNREFUSED') })
    expect(sentenceOf(error)).toBe('The dojo does not answer (connect ECONNREFUSED).')
  })
})
