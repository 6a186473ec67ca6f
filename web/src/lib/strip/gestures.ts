export interface GestureHandlers {
  /** The pointer rests on a place (CSS pixels inside the element). */
  point: (x: number, y: number) => void
  leave: () => void
  pan: (pixels: number) => void
  /** `factor` < 1 is closer. Without it the wheel scrolls the page. */
  zoom?: ((factor: number, x: number) => void) | undefined
}

/** Listens for mouse, pen and touch: drag pans, wheel and pinch zoom, hover or tap points. Gives the clean-up. */
export const attachGestures = (element: HTMLElement, handlers: GestureHandlers): (() => void) => {
  const pointers = new Map<number, number>()
  const place = (event: PointerEvent | WheelEvent) => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const spread = () => {
    const [a = 0, b = 0] = pointers.values()
    return { distance: Math.max(1, Math.abs(a - b)), middle: (a + b) / 2 }
  }

  const down = (event: PointerEvent) => {
    element.setPointerCapture(event.pointerId)
    pointers.set(event.pointerId, place(event).x)
    handlers.point(place(event).x, place(event).y)
  }
  const move = (event: PointerEvent) => {
    const { x, y } = place(event)
    const before = pointers.get(event.pointerId)
    if (before === undefined) return handlers.point(x, y)
    const old = spread()
    pointers.set(event.pointerId, x)
    if (pointers.size === 2) handlers.zoom?.(old.distance / spread().distance, spread().middle)
    else if (Math.abs(x - before) > 0) handlers.pan(x - before)
  }
  const up = (event: PointerEvent) => void pointers.delete(event.pointerId)
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) handlers.pan(-event.deltaX)
    else handlers.zoom?.(Math.exp(event.deltaY / 400), place(event).x)
  }

  const controller = new AbortController()
  const options = { signal: controller.signal }
  element.addEventListener('pointerdown', down, options)
  element.addEventListener('pointermove', move, options)
  element.addEventListener('pointerup', up, options)
  element.addEventListener('pointercancel', up, options)
  element.addEventListener('pointerleave', () => handlers.leave(), options)
  if (handlers.zoom) element.addEventListener('wheel', wheel, { ...options, passive: false })
  return () => controller.abort()
}
