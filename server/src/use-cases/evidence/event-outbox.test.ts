import type { NewEvent } from '@noops-dojo/contracts'
import { describe, expect, it, vi } from 'vitest'
import { FakeClock } from '../../testing/fakes/fake-clock.ts'
import { MemoryLog } from '../../testing/fakes/memory-log.ts'
import { MemoryEventLog } from '../../testing/stores/index.ts'
import { EventOutbox } from './event-outbox.ts'

const event = (sandboxId: string, at: number, action: string | undefined = 'start'): NewEvent => ({
  ...{ sandboxId, at, kind: 'engine.event', actor: 'dockerd', data: { action, name: undefined } },
})

const anOutbox = () => {
  const [events, clock, log] = [new MemoryEventLog(), new FakeClock(), new MemoryLog()]
  const outbox = new EventOutbox(events, clock, log, 'engine events')
  const told = async (id: string) => (await events.list(id, 0, 100)).map(({ at, data }) => [at, data.action])
  return { events, clock, log, outbox, told }
}

describe('events on their way into the log', () => {
  it('wait for a database that is away, in their order, and the operator is told once', async () => {
    const { events, clock, log, outbox, told } = anOutbox()
    const append = vi.spyOn(events, 'append').mockRejectedValue(new Error('away'))
    outbox.put([event('s1', 1)])
    await clock.advance(3_500)
    outbox.put([event('s1', 2, 'die')])
    await clock.advance(3_500)
    expect(log.lines).toHaveLength(1)
    append.mockRestore()
    await clock.advance(1_000)
    expect(await told('s1')).toEqual([
      [1, 'start'],
      [2, 'die'],
    ])
  })

  it('are there once when the answer to their write was lost, also those of other sandboxes', async () => {
    const { events, clock, outbox, told } = anOutbox()
    const write = events.append.bind(events)
    vi.spyOn(events, 'append').mockImplementationOnce(async (batch) => {
      await write(batch.filter(({ sandboxId }) => sandboxId === 's1'))
      throw new Error('the connection broke')
    })
    outbox.put([event('s1', 1), event('s2', 1), event('s1', 1, 'die')])
    await clock.advance(100)
    outbox.put([event('s1', 1)])
    await clock.advance(2_000)
    expect(await told('s1')).toEqual([
      [1, 'start'],
      [1, 'die'],
      [1, 'start'],
    ])
    expect(await told('s2')).toEqual([[1, 'start']])
  })
})
