import { fromGateway } from '@noops-dojo/contracts'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { SampleBatcher } from './sample-batcher.ts'

const sink = (bufferedAmount = 0) => {
  const sent: unknown[] = []
  return { sent, bufferedAmount, send: (text: string) => sent.push(fromGateway.parse(JSON.parse(text))) }
}

describe('the batcher of samples', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  it('sends the samples of all probes in one message, those of each oldest first', () => {
    const to = sink()
    const batcher = new SampleBatcher(to)
    batcher.add('one', 'shop', [200, 1, 3])
    batcher.add('two', 'shop', [150, 0, -1])
    batcher.add('one', 'shop', [100, 1, 120])
    vi.advanceTimersByTime(50)
    expect(to.sent).toEqual([
      {
        type: 'samples',
        batches: [
          {
            sandboxId: 'one',
            name: 'shop',
            samples: [
              [100, 1, 120],
              [200, 1, 3],
            ],
          },
          { sandboxId: 'two', name: 'shop', samples: [[150, 0, -1]] },
        ],
      },
    ])
  })

  it('drops a push for a server that does not read, which fetches the window later', () => {
    const to = sink(5 * 1024 * 1024)
    const batcher = new SampleBatcher(to)
    batcher.add('one', 'shop', [200, 1, 3])
    vi.advanceTimersByTime(50)
    to.bufferedAmount = 0
    batcher.add('one', 'shop', [300, 1, 3])
    vi.advanceTimersByTime(50)
    expect(to.sent).toMatchObject([{ batches: [{ samples: [[300, 1, 3]] }] }])
  })
})
