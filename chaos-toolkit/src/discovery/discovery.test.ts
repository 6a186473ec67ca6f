import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { allFunctions } from '../python/allow-list.ts'
import { describedFault } from '../testing/fake-bench.ts'
import type { Mapping } from '../value/mapping.ts'
import { discoveryOf } from './discovery.ts'
import { functionTable } from './function-table.ts'

const about = {
  ...{ id: 'id', now: Date.parse('2026-01-01T00:00:00Z'), version: '0.1.0' },
  machine: { system: 'Linux', node: 'n', release: 'r', version: 'v', machine: 'x86_64' },
}

it('discovers faults and driver functions in the form of the real tool', () => {
  const discovery = discoveryOf([describedFault('network.delay', { latency: { type: 'string' } })], about)
  expect(Object.keys(discovery)).toEqual([
    'chaoslib_version',
    'id',
    'target',
    'date',
    'platform',
    'extension',
    'activities',
    'system',
  ])
  const activities = discovery.activities as Mapping[]
  expect(activities[0]).toEqual({
    type: 'action',
    name: 'network_delay',
    mod: 'noops.faults',
    doc: 'network.delay. Does network.delay.',
    arguments: [
      { name: 'target', default: '', type: 'string' },
      { name: 'latency', default: null, type: 'string' },
    ],
    return_type: 'mapping',
  })
  expect(activities).toContainEqual(
    expect.objectContaining({ mod: 'chaosswarm.probes', name: 'running_tasks' }),
  )
})

it('discovers one package alone', () => {
  const { activities } = discoveryOf([], { ...about, package: 'chaosswarm' })
  expect((activities as Mapping[]).map(({ name }) => name)).toEqual(['kill_task', 'running_tasks'])
})

it('has its table of functions in docs/chaos-toolkit.md; copy it there when this fails', () => {
  const page = readFileSync(join(import.meta.dirname, '../../../docs/chaos-toolkit.md'), 'utf8')
  expect(page).toContain(functionTable(allFunctions([])))
})
