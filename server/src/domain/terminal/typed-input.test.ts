import { describe, expect, it } from 'vitest'
import { typedBytes } from './typed-input.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('typedBytes', () => {
  it.each([
    ['letters and return', 'ls\r', 3],
    ['an arrow key', '\x1b[A', 3],
    ['escape alone', '\x1b', 1],
    ['alt and a letter', '\x1bf', 2],
    ['a function key', '\x1b[15~', 5],
    ['control-arrow', '\x1b[1;5C', 6],
    ['a bracketed paste', '\x1b[200~hi\x1b[201~', 14],
    ['a press of a mouse button', '\x1b[<0;3;4M', 9],
  ])('counts %s', (_, text, count) => {
    expect(typedBytes(bytes(text))).toBe(count)
  })

  it.each([
    ['primary device attributes', '\x1b[?1;2c'],
    ['secondary device attributes', '\x1b[>0;276;0c'],
    ['status report', '\x1b[0n'],
    ['cursor position', '\x1b[24;80R'],
    ['extended cursor position', '\x1b[?24;80R'],
    ['mode report', '\x1b[?2026;2$y'],
    ['focus in', '\x1b[I'],
    ['focus out', '\x1b[O'],
    ['a foreground colour', '\x1b]10;rgb:ffff/ffff/ffff\x1b\\'],
    ['a palette colour', '\x1b]4;1;rgb:cccc/0000/0000\x07'],
    ['a status string', '\x1bP1$r0m\x1b\\'],
    ['name and version', '\x1bP>|xterm.js(6.0.0)\x1b\\'],
    ['window size', '\x1b[8;24;80t'],
    ['a move of the pointer', '\x1b[<35;10;10M'],
    ['the wheel', '\x1b[<64;10;10M'],
    ['a release of a button', '\x1b[<0;10;10m'],
    ['several answers in one frame', '\x1b[?1;2c\x1b[24;80R\x1b[I'],
  ])('does not count %s', (_, text) => {
    expect(typedBytes(bytes(text))).toBe(0)
  })

  it('counts what was typed between two answers', () => {
    expect(typedBytes(bytes('\x1b[Ix\x1b[O'))).toBe(1)
  })

  it.each(['\x1bP1$rdocker restart web\r\x1b\\', '\x1bP>|docker kill web\r\x1b\\', '\x1b]10;rm -r .\r\x07'])(
    'counts a command that poses as an answer: %j',
    (text) => {
      expect(typedBytes(bytes(text))).toBe(text.length)
    },
  )

  it('counts a paste whole', () => {
    expect(typedBytes(new Uint8Array(100_000).fill(0x1b))).toBe(100_000)
  })
})
