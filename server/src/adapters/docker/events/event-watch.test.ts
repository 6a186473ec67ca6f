import { getEventListeners } from 'node:events'
import { PassThrough } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { EngineConnection } from '../engine-connection.ts'
import { EventWatch } from './event-watch.ts'

/** An engine whose streams of events a test cuts off. */
class CutEngine {
  readonly streams: PassThrough[] = []
  readonly docker = {
    getEvents: async () => {
      const stream = new PassThrough()
      this.streams.push(stream)
      return stream
    },
  }

  call<T>(_what: string, ask: (docker: unknown) => Promise<T>): Promise<T> {
    return ask(this.docker)
  }
}

let engine: CutEngine
const signals: AbortSignal[] = []
beforeEach(() => {
  engine = new CutEngine()
  const RealController = AbortController
  vi.stubGlobal(
    'AbortController',
    class extends RealController {
      constructor() {
        super()
        signals.push(this.signal)
      }
    },
  )
})
afterEach(() => {
  vi.unstubAllGlobals()
  signals.length = 0
})
const listeners = () => signals.flatMap((signal) => getEventListeners(signal, 'abort')).length

describe('EventWatch', () => {
  it('keeps one listener however often the engine cuts it off, and ends the stream when it is stopped', async () => {
    const stop = new EventWatch(engine as unknown as EngineConnection, 'dojo', () => undefined).start()
    for (const connections of [1, 2, 3]) {
      await vi.waitFor(() => expect(engine.streams).toHaveLength(connections), 5_000)
      await vi.waitFor(() => expect(listeners()).toBe(1))
      if (connections < 3) engine.streams.at(-1)?.end()
    }
    stop()
    await vi.waitFor(() => expect(engine.streams.at(-1)?.destroyed).toBe(true))
    expect(listeners()).toBe(0)
  })
})
