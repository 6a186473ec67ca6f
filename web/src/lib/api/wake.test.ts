import { describe, expect, it } from 'vitest'
import { onWake } from './wake.ts'

const setUp = () => {
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' })
  const page = Object.assign(new EventTarget(), { document })
  let wakes = 0
  const end = onWake(() => (wakes += 1), page as unknown as Partial<Window & typeof globalThis>)
  return { page, document, end, wakes: () => wakes }
}

describe('a page that wakes', () => {
  it('is told of the network, of the front and of the cache, once each', () => {
    const { page, document, wakes } = setUp()
    page.dispatchEvent(new Event('online'))
    page.dispatchEvent(new Event('pageshow'))
    document.dispatchEvent(new Event('visibilitychange'))
    expect(wakes()).toBe(3)
  })

  it('does not wake when it is put away', () => {
    const { document, wakes } = setUp()
    document.visibilityState = 'hidden'
    document.dispatchEvent(new Event('visibilitychange'))
    expect(wakes()).toBe(0)
  })

  it('is told nothing any more once that was ended', () => {
    const { page, document, end, wakes } = setUp()
    end()
    page.dispatchEvent(new Event('online'))
    document.dispatchEvent(new Event('visibilitychange'))
    expect(wakes()).toBe(0)
  })
})
