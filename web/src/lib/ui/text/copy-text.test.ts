import { describe, expect, it, vi } from 'vitest'
import { copyText } from './copy-text.ts'

const clipboard = (writeText: (text: string) => Promise<void>) => ({ writeText: vi.fn(writeText) })

describe('copying a text', () => {
  it('takes the clipboard where there is one', async () => {
    const ways = { clipboard: clipboard(() => Promise.resolve()), byCommand: vi.fn(() => true) }
    expect(await copyText('K7WMQ4', ways)).toBe(true)
    expect(ways.clipboard.writeText).toHaveBeenCalledWith('K7WMQ4')
    expect(ways.byCommand).not.toHaveBeenCalled()
  })

  it('works over plain HTTP, where a browser has no clipboard', async () => {
    const byCommand = vi.fn(() => true)
    expect(await copyText('K7WMQ4', { clipboard: undefined, byCommand })).toBe(true)
    expect(byCommand).toHaveBeenCalledWith('K7WMQ4')
  })

  it('takes the old way when the clipboard refuses', async () => {
    const refusing = clipboard(() => Promise.reject(new Error('NotAllowedError')))
    expect(await copyText('K7WMQ4', { clipboard: refusing, byCommand: () => true })).toBe(true)
  })

  it('says so when nothing was copied', async () => {
    expect(await copyText('K7WMQ4', { clipboard: undefined, byCommand: () => false })).toBe(false)
  })
})
