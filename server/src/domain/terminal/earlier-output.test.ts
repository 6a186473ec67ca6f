import { describe, expect, it } from 'vitest'
import { Asciicast, attachedAgain } from './asciicast.ts'
import { earlierOutput } from './earlier-output.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const shown = (recording: string, capBytes?: number) =>
  new TextDecoder().decode(earlierOutput(recording, capBytes))

const aRecording = (...parts: ((cast: Asciicast) => string)[]) => {
  const cast = new Asciicast(0)
  return cast.header({ cols: 80, rows: 24 }, 'main') + parts.map((part) => part(cast)).join('')
}
const output = (text: string) => (cast: Asciicast) => cast.output(bytes(text), 1)

describe('the output at the end of a recording', () => {
  it('is what the terminal showed, over a restart of the server', () => {
    const recording = aRecording(
      output('one\r\n'),
      (cast) => cast.resize({ cols: 90, rows: 30 }, 1),
      (cast) => cast.marker(attachedAgain, 1),
      output('日本\r\n'),
    )
    expect(shown(recording)).toBe('one\r\n日本\r\n')
  })

  it('begins anew with a shell after one that ended', () => {
    expect(shown(aRecording(output('old\r\n'), (cast) => cast.exit(0, 1), output('new')))).toBe('new')
  })

  it('leaves out what comes before a gap: it would look as if nothing were missing', () => {
    const gap = (cast: Asciicast) => cast.marker('left out: the disk is slow', 1)
    expect(shown(aRecording(output('before'), gap, output('after')))).toBe('after')
  })

  it('takes no line that was torn at either end', () => {
    const recording = `rn"]\n${aRecording(output('whole')).split('\n').slice(1).join('\n')}[0.1,"o","to`
    expect(shown(recording)).toBe('whole')
  })

  it('keeps the newest bytes, from the begin of a line on', () => {
    expect(shown(aRecording(output('first\r\nsecond\r\n'), output('third')), 16)).toBe('second\r\nthird')
    expect(shown(aRecording(output('first\r\nsecond\r\n'), output('third')), 12)).toBe('third')
  })

  it('is empty for a terminal that was never recorded', () => {
    expect(earlierOutput('')).toHaveLength(0)
  })
})
