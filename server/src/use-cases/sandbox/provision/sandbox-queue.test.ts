import { getEventListeners } from 'node:events'
import { describe, expect, it } from 'vitest'
import { SandboxQueue } from './sandbox-queue.ts'

describe('SandboxQueue', () => {
  it('leaves nothing on the signal of a worker however often it is woken for nothing', async () => {
    const queue = new SandboxQueue()
    const stop = new AbortController()
    const taking = queue.take('provision', stop.signal)
    for (let i = 0; i < 50; i += 1) {
      queue.push(`sandbox${i}`, 'teardown')
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1)
    queue.push('wanted', 'provision')
    expect((await taking)?.sandboxId).toBe('wanted')
    expect(getEventListeners(stop.signal, 'abort')).toEqual([])
  })

  it('ends the waiting of a worker that is told to stop', async () => {
    const stop = new AbortController()
    const taking = new SandboxQueue().take('teardown', stop.signal)
    stop.abort()
    expect(await taking).toBeUndefined()
  })
})
