import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readAgain } from './read-again.ts'

const setUp = () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const page = Object.assign(new EventTarget(), { document })
  const read = vi.fn()
  const end = readAgain(read, page as unknown as Partial<Window & typeof globalThis>)
  const show = (state: 'visible' | 'hidden') => {
    document.visibilityState = state
    document.dispatchEvent(new Event('visibilitychange'))
  }
  return { read, end, show }
}

describe('what is read again', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('is read every fifteen seconds while it is seen, and at once when it is seen again', () => {
    const { read, show } = setUp()
    vi.advanceTimersByTime(45_000)
    expect(read).toHaveBeenCalledTimes(3)
    show('hidden')
    vi.advanceTimersByTime(600_000)
    expect(read).toHaveBeenCalledTimes(3)
    show('visible')
    expect(read).toHaveBeenCalledTimes(4)
  })

  it('is left alone once the page was left', () => {
    const { read, end, show } = setUp()
    end()
    show('visible')
    vi.advanceTimersByTime(60_000)
    expect(read).not.toHaveBeenCalled()
  })
})
