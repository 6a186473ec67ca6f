import type { JournalEvent } from '@noops-dojo/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { ServerMetrics } from './server-metrics.ts'

let metrics: ServerMetrics
beforeEach(() => {
  metrics = new ServerMetrics()
})
const event = (
  at: number,
  kind: JournalEvent['kind'],
  data: Record<string, unknown>,
  sandboxId = 'sandbox001',
): JournalEvent => ({
  ...{ sandboxId, seq: 1, at, kind, actor: 'platform', data, prevHash: '', hash: '' },
})
const value = async (name: string, labels: Record<string, string> = {}) => {
  const metric = await metrics.registry.getSingleMetric(name.replace(/_(sum|count)$/, ''))?.get()
  const found = metric?.values.find(
    (each) =>
      ((each as { metricName?: string }).metricName ?? metric.name) === name &&
      Object.entries(labels).every(([key, label]) => each.labels[key] === label),
  )
  return found?.value
}

describe('the server’s metrics', () => {
  it('measure provisioning from the request to ready, and only that', async () => {
    metrics.observe(event(1_000, 'sandbox.state', { state: 'requested' }))
    metrics.observe(event(1_500, 'sandbox.state', { state: 'provisioning' }))
    metrics.observe(event(5_000, 'sandbox.state', { state: 'ready' }))
    metrics.observe(event(9_000, 'sandbox.state', { state: 'ready', reason: 'extended' }))
    expect(await value('dojo_provision_duration_seconds_sum')).toBe(4)
    expect(await value('dojo_provision_duration_seconds_count')).toBe(1)
  })

  it('forget a sandbox that failed on its way', async () => {
    metrics.observe(event(1_000, 'sandbox.state', { state: 'requested' }))
    metrics.observe(event(2_000, 'sandbox.state', { state: 'failed' }))
    metrics.observe(event(5_000, 'sandbox.state', { state: 'ready' }))
    expect((await value('dojo_provision_duration_seconds_count')) ?? 0).toBe(0)
  })

  it('count events by kind and attempts by outcome', async () => {
    metrics.observe(event(1, 'verdict', { outcome: 'met', class: 'tolerated' }))
    metrics.observe(event(1, 'verdict', { outcome: 'met', class: 'tolerated' }))
    expect(await value('dojo_events_appended_total', { kind: 'verdict' })).toBe(2)
    expect(await value('dojo_attempts_total', { outcome: 'met', class: 'tolerated' })).toBe(2)
  })
})
