import { describe, expect, it } from 'vitest'
import { attributeContainer, attributeService } from './attribution.ts'
import { MessageReader } from './engine-message.ts'

describe('who did it, by the engine’s own account', () => {
  it.each([
    ['start', true, 0, 'swarm'],
    ['create', true, 0, 'swarm'],
    ['start', false, 1, 'dockerd'],
    ['start', false, 0, 'unknown'],
    ['die', true, 0, 'unknown'],
    ['kill', false, 0, 'unknown'],
    ['health_status: unhealthy', true, 0, 'dockerd'],
  ] as const)('%s (task: %s, restarts: %i) is told as %s', (action, isTask, restartCount, by) => {
    expect(attributeContainer({ action, isTask, restartCount })).toBe(by)
  })

  it('tells a rollback from an update that somebody began', () => {
    expect(attributeService('update', 'rollback_started')).toBe('swarm')
    expect(attributeService('update', 'updating')).toBe('unknown')
    expect(attributeService('update', undefined)).toBe('unknown')
    expect(attributeService('create', undefined)).toBe('unknown')
  })
})

describe('the stream of events', () => {
  it('is read line by line, however it is cut, and survives a line that is no JSON', () => {
    const message = { Type: 'container', Action: 'die', Actor: { ID: 'ü' }, time: 1, timeNano: 2 }
    const wire = Buffer.from(`${JSON.stringify(message)}\nnonsense\n\n${JSON.stringify(message)}\n`)
    for (const size of [1, 5, 1_000]) {
      const reader = new MessageReader()
      const seen: unknown[] = []
      for (let at = 0; at < wire.length; at += size) seen.push(...reader.push(wire.subarray(at, at + size)))
      expect(seen).toEqual([message, message])
    }
  })
})
