import { describe, expect, it } from 'vitest'
import { words } from '#lib/i18n/words.ts'
import { samplesNote } from './samples-note.ts'

const note = (state: Parameters<typeof samplesNote>[0], hasBracket = false) =>
  samplesNote(state, hasBracket, words.en)

describe('the note on the samples of a run', () => {
  it('is empty only when all of them are there', () => {
    expect(note('there')).toBe('')
    for (const state of ['partly', 'gone', 'reading', 'unread', undefined] as const) {
      expect(note(state)).not.toBe('')
    }
  })

  it('says that the first ones are gone', () => {
    expect(note('partly')).toBe('The first samples of this run are no longer kept.')
  })

  it('says where a bracket comes from that stands over no sample', () => {
    expect(note('gone')).toBe('The samples of this run are no longer kept.')
    expect(note('gone', true)).toMatch(/kept\. The bracket is the one of the verdict\.$/)
  })

  it('does not go on reading when reading failed', () => {
    expect(note('unread')).not.toBe(note('reading'))
  })
})
