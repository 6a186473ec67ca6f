import type { InjectionResult } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { words } from '#lib/i18n/words.ts'
import { healerText, withoutHealer } from './healer-words.ts'

describe('who healed a fault', () => {
  it('is told with the punctuation of the language', () => {
    const healer = { at: 0, by: 'swarm', what: 'started web' } as const
    expect(healerText(healer, words.en, 'en')).toBe('Swarm: started web')
    expect(healerText(healer, words.ja, 'ja')).toBe('Swarm：web を起動')
  })
})

const say = (of: InjectionResult['class'], outage: InjectionResult['outage']) =>
  withoutHealer({ class: of, outage } as InjectionResult, words.en)
const outage = { minMs: 0, maxMs: 200 }

describe('a fault without a healer', () => {
  it('was healed by nobody when it did not heal, or only because it was lifted or repaired', () => {
    expect(say('not-recovered', { minMs: 30_000, maxMs: null })).toBe('nobody')
    expect(say('self-recovered-after-lift', outage)).toBe('nobody')
    expect(say('platform-assisted', outage)).toBe('nobody')
  })

  it('needed nobody only when there was no outage', () => {
    expect(say('tolerated', null)).toBe('nobody needed to')
    expect(say('self-recovered-during', outage)).toBe('it came back by itself')
  })

  it('says nothing where nothing can be told', () => {
    expect(say('inconclusive', null)).toBe('–')
  })
})
