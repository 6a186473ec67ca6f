import { describe, expect, it } from 'vitest'
import { panesFrom } from './pane-keys.ts'

describe('F6', () => {
  it('reaches every part of the lab page, also the app and the timeline', () => {
    const all = ['text', 'terminal', 'preview', 'chaos', 'runs', 'timeline', 'strip']
    expect(panesFrom('', 1)).toEqual(all)
    expect(panesFrom('', -1)).toEqual(all.toReversed())
  })

  it('goes on from where the focus is, and around', () => {
    expect(panesFrom('terminal', 1).slice(0, 2)).toEqual(['preview', 'chaos'])
    expect(panesFrom('terminal', -1).slice(0, 2)).toEqual(['text', 'strip'])
    expect(panesFrom('strip', 1)[0]).toBe('text')
    expect(panesFrom('timeline', 1).at(-1)).toBe('timeline')
  })
})
