import { describe, expect, it } from 'vitest'
import { controlCode, typedWithControl } from './control-key.ts'

describe('Ctrl of the key row', () => {
  it('makes a control byte of the next letter, small, capital or full-width', () => {
    expect(['o', 'O', 'ｏ', 'x', 'c', 'a', 'z'].map(controlCode)).toEqual([
      '\x0f',
      '\x0f',
      '\x0f',
      '\x18',
      '\x03',
      '\x01',
      '\x1a',
    ])
  })

  it('knows the signs that have a control byte, and leaves the others as they are', () => {
    expect([' ', '[', '\\', '_', '/', '?'].map(controlCode)).toEqual([
      '\x00',
      '\x1b',
      '\x1c',
      '\x1f',
      '\x1f',
      '\x7f',
    ])
    expect(['1', 'あ', '\r', '', 'ab', 'ß'].map(controlCode)).toEqual([null, null, null, null, null, null])
  })

  it('is up again after one character, whatever it was', () => {
    expect(typedWithControl('o')).toEqual({ sent: '\x0f', isStillDown: false })
    expect(typedWithControl('\r')).toEqual({ sent: '\r', isStillDown: false })
    expect(typedWithControl('あ')).toEqual({ sent: 'あ', isStillDown: false })
  })

  it('stays down when the terminal answers a program meanwhile', () => {
    expect(typedWithControl('\x1b[12;40R')).toEqual({ sent: '\x1b[12;40R', isStillDown: true })
  })
})
