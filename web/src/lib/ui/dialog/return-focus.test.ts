import { describe, expect, it } from 'vitest'
import { firstFocusable, type FocusTarget } from './return-focus.ts'

const element = (over: Partial<FocusTarget> = {}): FocusTarget => ({
  isConnected: true,
  offsetParent: {} as Element,
  focus: () => {},
  ...over,
})

describe('the focus after a dialog', () => {
  it('goes back to what had it', () => {
    const [before, fallback] = [element(), element()]
    expect(firstFocusable([before, fallback])).toBe(before)
  })

  it('goes to the next place when what had it is gone, hidden, disabled or the body', () => {
    const fallback = element()
    for (const lost of [
      null,
      undefined,
      element({ isConnected: false }),
      element({ offsetParent: null }),
      element({ disabled: true }),
    ])
      expect(firstFocusable([lost, fallback])).toBe(fallback)
  })

  it('goes nowhere when no place can take it', () => {
    expect(firstFocusable([null])).toBeUndefined()
  })
})
