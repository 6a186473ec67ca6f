import { describe, expect, it } from 'vitest'
import { Viewport } from './viewport.ts'

const big = { cols: 120, rows: 40 }
const small = { cols: 60, rows: 20 }

describe('Viewport', () => {
  it('fits the only viewer', () => {
    const view = new Viewport({ cols: 80, rows: 24 })
    expect(view.join('learner', big)).toEqual(big)
    expect(view.resize('learner', small)).toEqual(small)
    expect(view.resize('learner', small)).toBeUndefined()
  })

  it('does not let a watcher squeeze the one who works', () => {
    const view = new Viewport()
    view.join('learner', big)
    expect(view.join('watcher', small)).toBeUndefined()
    expect(view.resize('watcher', { cols: 50, rows: 10 })).toBeUndefined()
  })

  it('follows whoever typed last', () => {
    const view = new Viewport()
    view.join('learner', big)
    view.join('watcher', small)
    expect(view.active('watcher')).toEqual(small)
    expect(view.active('watcher')).toBeUndefined()
    expect(view.active('learner')).toEqual(big)
  })

  it('falls back to who was active before when the active one leaves', () => {
    const view = new Viewport()
    view.join('learner', big)
    view.join('watcher', small)
    view.active('watcher')
    expect(view.leave('watcher')).toEqual(big)
    expect(view.leave('learner')).toBeUndefined()
  })
})
