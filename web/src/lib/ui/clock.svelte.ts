import { createSubscriber } from 'svelte/reactivity'

/** The time, as state that changes every `stepMs` while something on the page shows it. */
class Ticking {
  readonly #subscribe: () => void

  constructor(stepMs: number) {
    this.#subscribe = createSubscriber((update) => {
      const timer = setInterval(update, stepMs)
      return () => clearInterval(timer)
    })
  }

  get now(): number {
    this.#subscribe()
    return Date.now()
  }
}

export const everySecond = new Ticking(1000)
export const everyTenth = new Ticking(100)
