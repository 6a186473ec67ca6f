import { describe, expect, it } from 'vitest'
import { Asciicast } from './asciicast.ts'

const bytes = (text: string) => new TextEncoder().encode(text)

describe('Asciicast', () => {
  it('writes a version 3 header', () => {
    const header = JSON.parse(new Asciicast(1_700_000_000_500).header({ cols: 80, rows: 24 }, 'main'))
    expect(header).toEqual({
      version: 3,
      term: { cols: 80, rows: 24, type: 'xterm-256color' },
      timestamp: 1_700_000_000,
      title: 'main',
    })
  })

  it('writes intervals between events, not times', () => {
    const cast = new Asciicast(1_000)
    expect(cast.output(bytes('a'), 1_250)).toBe('[0.25,"o","a"]\n')
    expect(cast.resize({ cols: 90, rows: 30 }, 2_250)).toBe('[1,"r","90x30"]\n')
    expect(cast.exit(0, 2_250)).toBe('[0,"x","0"]\n')
  })

  it('waits for the other half of a character that a chunk cut in two', () => {
    const cast = new Asciicast(0)
    const [first, second] = [bytes('あ').subarray(0, 1), bytes('あ').subarray(1)]
    expect(cast.output(first, 0)).toBe('')
    expect(cast.output(second, 0)).toBe('[0,"o","あ"]\n')
  })

  it('keeps each event on one line whatever the shell writes', () => {
    const line = new Asciicast(0).output(
      Uint8Array.from({ length: 256 }, (_, i) => i),
      0,
    )
    expect(line.indexOf('\n')).toBe(line.length - 1)
    expect(JSON.parse(line)).toHaveLength(3)
  })
})
