import { describe, expect, it } from 'vitest'
import { className, joinCode, nickname } from './classroom.ts'

const named = (text: string) => nickname.safeParse(text).data

describe('a nickname', () => {
  it.each([
    ['spaces', '   \u3000'],
    ['zero width spaces', '\u200B\u200B'],
    ['directions', '\u202E\u2066'],
    ['a Hangul filler', '\u3164'],
    ['half width and leading fillers', '\uFFA0\u115F\u1160'],
    ['a blank Braille cell', '\u2800'],
    ['a joiner and a selector', '\u200D\uFE0F'],
    ['control characters', '\u0000\u001B\n'],
    ['accents without a letter', '\u0301\u0308'],
    ['soft hyphens', '\u00AD'],
    ['a lone surrogate', '\uD83D'],
  ])('of nothing but %s is refused', (_, text) => {
    expect(named(text)).toBeUndefined()
  })

  it('loses the characters that nobody sees', () => {
    expect(named('  A\u200Bo\u202Ei\u3164\u2060 ')).toBe('Aoi')
    expect(named('Ao\uFE0Fi\u200D')).toBe('Aoi')
    expect(named('Aoi\u2800')).toBe('Aoi')
  })

  it('stays in one line', () => {
    expect(named('Aoi\r\nSato\u2028Ken')).toBe('Aoi Sato Ken')
  })

  it.each(['佐藤 健', 'Zoë', 'محمد', '김서연', '👩🏽‍💻', '👨‍👩‍👧', '❤️', '🏳️‍🌈', '葛\u{E0100}城', '!', '7'])(
    'may be %s, as it was typed',
    (text) => {
      expect(named(text)).toBe(text.normalize('NFC'))
    },
  )

  it('is the same from a keyboard that composes and from one that does not', () => {
    expect(named('Zoe\u0308')).toBe(named('Zo\u00EB'))
  })

  it('has up to 40 characters, counted without those that were taken out', () => {
    expect(named('a'.repeat(40) + '\u200B')).toBe('a'.repeat(40))
    expect(named('a'.repeat(41))).toBeUndefined()
  })
})

describe('the name of a class', () => {
  it('has something to see and up to 80 characters', () => {
    expect(className.safeParse(' \u200B ').success).toBe(false)
    expect(className.parse(' Tuesday, room 4 ')).toBe('Tuesday, room 4')
    expect(className.safeParse('a'.repeat(81)).success).toBe(false)
  })
})

describe('a join code', () => {
  it('may be typed in small letters, with spaces and with a hyphen', () => {
    expect(joinCode.parse(' k7w-mq4 ')).toBe('K7WMQ4')
  })

  it('of another length or with look-alikes is refused', () => {
    for (const code of ['xx', 'K7WMQ4A', 'K7WMQ0']) expect(joinCode.safeParse(code).success).toBe(false)
  })
})
