import { describe, expect, it } from 'vitest'
import type { JournalEvent } from './journal.ts'
import { isTouch } from './touch.ts'

describe('a touch', () => {
  const event = (kind: string, data: Record<string, unknown>, actor = 'learner') =>
    ({ kind, data, actor }) as unknown as JournalEvent

  it('is what a human did to the system', () => {
    expect(isTouch(event('touch.engine', { action: 'service.update', status: 200 }))).toBe(true)
    expect(isTouch(event('touch.ui', { action: 'fault.lift' }))).toBe(true)
  })

  it('is neither the beginning of an attempt or a fault, nor what the guard refused, nor the set-up', () => {
    expect(isTouch(event('touch.ui', { action: 'attempt.start' }))).toBe(false)
    expect(isTouch(event('touch.ui', { action: 'fault.inject' }))).toBe(false)
    expect(isTouch(event('touch.engine', { action: 'service.update', status: 403 }))).toBe(false)
    expect(isTouch(event('touch.engine', { action: 'service.create' }, 'setup'))).toBe(false)
  })
})
