import { describe, expect, it } from 'vitest'
import { isOver, newReplay, pause, play, positionAt, seek, withLength, withSpeed } from './replay-clock.ts'

describe('the clock of a replay', () => {
  it('shows a finished run as a whole before it is played', () => {
    expect(positionAt(newReplay(5000), 123_456)).toBe(5000)
  })

  it('starts anew from the end, and stops at the end', () => {
    const playing = play(newReplay(5000), 1000)
    expect(positionAt(playing, 1000)).toBe(0)
    expect(positionAt(playing, 3500)).toBe(2500)
    expect(positionAt(playing, 99_000)).toBe(5000)
    expect(isOver(playing, 6000)).toBe(true)
  })

  it('holds where it is paused and goes on from there', () => {
    const held = pause(play(newReplay(5000), 0), 2000)
    expect(positionAt(held, 90_000)).toBe(2000)
    expect(positionAt(play(held, 100_000), 100_500)).toBe(2500)
  })

  it('is scrubbed inside its bounds without stopping', () => {
    const scrubbed = seek(play(newReplay(5000), 0), 4000, 1000)
    expect(positionAt(scrubbed, 1500)).toBe(4500)
    expect(positionAt(seek(scrubbed, -10, 0), 0)).toBe(0)
    expect(positionAt(seek(pause(scrubbed, 1000), 9999, 0), 0)).toBe(5000)
  })

  it('does not jump when the speed changes', () => {
    const faster = withSpeed(play(newReplay(10_000), 0), 4, 1000)
    expect(positionAt(faster, 1000)).toBe(1000)
    expect(positionAt(faster, 2000)).toBe(5000)
  })

  it('stays at the end when the window grows, and in place when it is inside', () => {
    expect(positionAt(withLength(newReplay(5000), 8000, 0), 0)).toBe(8000)
    const inside = seek(newReplay(5000), 3000, 0)
    expect(positionAt(withLength(inside, 8000, 0), 0)).toBe(3000)
    expect(positionAt(withLength(inside, 2000, 0), 0)).toBe(2000)
  })
})
