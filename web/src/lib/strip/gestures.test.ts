import { describe, expect, it, vi } from 'vitest'
import { attachGestures } from './gestures.ts'

/** An element at (100, 50) that takes pointer events, and the handlers that it calls. */
const surface = () => {
  const page = new EventTarget()
  const element = Object.assign(new EventTarget(), {
    ownerDocument: page,
    setPointerCapture: vi.fn(),
    getBoundingClientRect: () => ({ left: 100, top: 50 }),
  })
  const told = { point: vi.fn(), leave: vi.fn(), pan: vi.fn(), zoom: vi.fn() }
  const detach = attachGestures(element as unknown as HTMLElement, told)
  const send =
    (pointerType: string) =>
    (type: string, x: number, { id = 1, to = element as EventTarget } = {}) =>
      to.dispatchEvent(
        Object.assign(new Event(type), { clientX: 100 + x, clientY: 60, pointerId: id, pointerType }),
      )
  return { ...told, page, detach, touch: send('touch'), mouse: send('mouse') }
}

describe('the gestures of the strip', () => {
  it('keep what a finger tapped after it was lifted, until the next tap', () => {
    const { touch, point, leave, page } = surface()
    touch('pointerdown', 30)
    touch('pointerup', 30)
    touch('pointerleave', 30)
    expect(point.mock.calls).toEqual([[30, 10, true]])
    expect(leave).not.toHaveBeenCalled()
    touch('pointerdown', -80, { to: page })
    expect(leave).toHaveBeenCalledOnce()
  })

  it('let go of what a mouse pointed at when it leaves', () => {
    const { mouse, point, leave } = surface()
    mouse('pointermove', 30)
    mouse('pointerleave', 300)
    expect(point.mock.calls).toEqual([[30, 10, false]])
    expect(leave).toHaveBeenCalledOnce()
  })

  it.each(['touch', 'mouse'] as const)('take no trembling %s for a drag', (kind) => {
    const on = surface()
    on[kind]('pointerdown', 30)
    on[kind]('pointermove', 30.6)
    on[kind]('pointermove', 33)
    on[kind]('pointerup', 33)
    expect(on.pan).not.toHaveBeenCalled()
  })

  it('pan by all that was dragged, and point at nothing meanwhile', () => {
    const { touch, pan, leave } = surface()
    touch('pointerdown', 30)
    for (const x of [32, 35, 31, 60]) touch('pointermove', x)
    expect(pan.mock.calls.map(([by]) => by as number)).toEqual([5, -4, 29])
    expect(leave).toHaveBeenCalledOnce()
  })

  it('take a finger that scrolls the page for no tap', () => {
    const { touch, leave } = surface()
    touch('pointerdown', 30)
    touch('pointercancel', 30)
    expect(leave).toHaveBeenCalledOnce()
  })

  it('zoom with two fingers, without a pan', () => {
    const { touch, pan, zoom } = surface()
    touch('pointerdown', 100)
    touch('pointerdown', 200, { id: 2 })
    touch('pointermove', 300, { id: 2 })
    expect(zoom.mock.calls).toEqual([[0.5, 200]])
    expect(pan).not.toHaveBeenCalled()
  })

  it('end with the clean-up', () => {
    const { touch, point, detach } = surface()
    detach()
    touch('pointerdown', 30)
    expect(point).not.toHaveBeenCalled()
  })
})
