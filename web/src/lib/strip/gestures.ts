export interface GestureHandlers {
  /** The pointer rests on a place (CSS pixels inside the element). `isTap`: of a finger, which hides what it points at. */
  point: (x: number, y: number, isTap: boolean) => void
  leave: () => void
  pan: (pixels: number) => void
  /** `factor` < 1 is closer. Without it the wheel scrolls the page. */
  zoom?: ((factor: number, x: number) => void) | undefined
}

interface Press {
  x: number
  startX: number
  isDrag: boolean
}

/** A hand trembles: a press that moves less than this is no drag, CSS pixels. */
const dragFromPx = 4

const isFinger = (event: PointerEvent): boolean => event.pointerType === 'touch'

/** What the pressed pointers do: one drags, two pinch. Places are CSS pixels from the left of the element. */
const followPresses = (handlers: GestureHandlers) => {
  const presses = new Map<number, Press>()
  const spread = () => {
    const [a = 0, b = 0] = [...presses.values()].map(({ x }) => x)
    return { distance: Math.max(1, Math.abs(a - b)), middle: (a + b) / 2 }
  }
  const drag = (press: Press, x: number) => {
    if (!press.isDrag) {
      if (Math.abs(x - press.startX) < dragFromPx) return
      press.isDrag = true
      handlers.leave()
    }
    const by = x - press.x
    press.x = x
    if (by !== 0) handlers.pan(by)
  }
  return {
    begin: (id: number, x: number) => void presses.set(id, { x, startX: x, isDrag: false }),
    end: (id: number) => void presses.delete(id),
    /** Gives false when this pointer is not pressed. */
    move: (id: number, x: number): boolean => {
      const press = presses.get(id)
      if (press === undefined) return false
      if (presses.size === 1) {
        drag(press, x)
        return true
      }
      const before = spread().distance
      press.x = x
      press.isDrag = true
      if (presses.size === 2) handlers.zoom?.(before / spread().distance, spread().middle)
      return true
    },
  }
}

/**
 * Listens for mouse, pen and touch: drag pans, wheel and pinch zoom, hover or tap points. What a tap pointed at stays
 * until the next tap, here or elsewhere, or a drag. Gives the clean-up.
 */
export const attachGestures = (element: HTMLElement, handlers: GestureHandlers): (() => void) => {
  const presses = followPresses(handlers)
  const place = (event: PointerEvent | WheelEvent) => {
    const box = element.getBoundingClientRect()
    return { x: event.clientX - box.left, y: event.clientY - box.top }
  }
  const point = (event: PointerEvent) => {
    const { x, y } = place(event)
    handlers.point(x, y, isFinger(event))
  }

  const down = (event: PointerEvent) => {
    element.setPointerCapture(event.pointerId)
    presses.begin(event.pointerId, place(event).x)
    point(event)
  }
  const move = (event: PointerEvent) => {
    if (!presses.move(event.pointerId, place(event).x)) point(event)
  }
  const wheel = (event: WheelEvent) => {
    event.preventDefault()
    if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) handlers.pan(-event.deltaX)
    else handlers.zoom?.(Math.exp(event.deltaY / 400), place(event).x)
  }
  const up = (event: PointerEvent) => presses.end(event.pointerId)
  const cancel = (event: PointerEvent) => {
    up(event)
    // The browser took the finger to scroll the page: it was no tap.
    if (isFinger(event)) handlers.leave()
  }
  // A lifted finger leaves, too; what it tapped is to be read then.
  const leave = (event: PointerEvent) => {
    if (!isFinger(event)) handlers.leave()
  }
  const elsewhere = (event: PointerEvent) => {
    if (isFinger(event) && !event.composedPath().includes(element)) handlers.leave()
  }

  const controller = new AbortController()
  const options = { signal: controller.signal }
  element.addEventListener('pointerdown', down, options)
  element.addEventListener('pointermove', move, options)
  element.addEventListener('pointerup', up, options)
  element.addEventListener('pointercancel', cancel, options)
  element.addEventListener('pointerleave', leave, options)
  element.ownerDocument.addEventListener('pointerdown', elsewhere, options)
  if (handlers.zoom) element.addEventListener('wheel', wheel, { ...options, passive: false })
  return () => controller.abort()
}
