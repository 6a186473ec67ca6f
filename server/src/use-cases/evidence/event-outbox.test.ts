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

  it('that have no room are counted: the operator is told, and the log of each sandbox when it is back', async () => {
    const { events, clock, log, outbox } = anOutbox()
    const append = vi.spyOn(events, 'append').mockRejectedValue(new Error('away'))
    outbox.put(Array.from({ length: 9_999 }, (_, n) => event('s1', n)))
    await clock.advance(100)
    const late = [event('s2', 20_000), event('s1', 20_003), event('s1', 20_002), event('s3', 20_001)]
    outbox.put(late)
    outbox.put([event('s1', 20_004)])
    const errors = () => log.lines.filter(({ level }) => level === 'error')
    expect(errors().map(({ message }) => message)).toEqual([
      expect.stringContaining('engine events are lost'),
    ])
    append.mockRestore()
    await clock.advance(3_000)
    const notices = async (id: string) =>
      (await events.list(id, 0, 20_000)).filter(({ kind }) => kind === 'platform.notice')
    const told = { key: 'events-lost', what: 'engine events' }
    expect(await notices('s1')).toMatchObject([
      { at: 20_004, actor: 'platform', data: { ...told, count: 3, from: 20_002, to: 20_004 } },
    ])
    expect(await notices('s3')).toMatchObject([{ data: { ...told, count: 1, from: 20_001, to: 20_001 } }])
    expect(await notices('s2')).toEqual([])
    expect(errors()).toMatchObject([{}, { detail: { count: 4, sandboxes: 2 } }])
  })

  it('were lost once: the next flood is told anew, a notice that could not be written waits', async () => {
    const { events, clock, log, outbox } = anOutbox()
    const write = events.append.bind(events)
    const isFlood = (batch: readonly NewEvent[]) => batch.some(({ sandboxId }) => sandboxId === 's1')
    let isAway = true
    vi.spyOn(events, 'append').mockImplementation(async (batch) => {
      if (isAway || !isFlood(batch)) throw new Error('away')
      return write(batch)
    })
    outbox.put([...Array.from({ length: 10_000 }, (_, n) => event('s1', n)), event('s2', 5)])
    await clock.advance(1_500)
    isAway = false
    await clock.advance(2_000)
    expect(await events.list('s2', 0, 10)).toEqual([])
    vi.mocked(events.append).mockImplementation(write)
    await clock.advance(2_000)
    expect(await events.list('s2', 0, 10)).toMatchObject([{ kind: 'platform.notice', at: 5 }])
    expect(log.lines.filter(({ level }) => level === 'error')).toHaveLength(2)
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
