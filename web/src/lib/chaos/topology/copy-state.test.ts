import type { TopologyNode } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { copyState, nodeState } from './copy-state.ts'

type Copy = TopologyNode['tasks'][number]
const copy = (state: string, health: Copy['health'] = 'none'): Copy => ({
  name: 'web.1',
  state,
  health,
  since: null,
  node: null,
  error: null,
})
const node = (desired: number, ...tasks: Copy[]) => ({ desired, tasks }) as TopologyNode

describe('the state of a copy', () => {
  it.each([
    ['running', 'healthy', 'good'],
    ['running', 'none', 'good'],
    ['running', 'starting', 'starting'],
    ['running', 'unhealthy', 'unhealthy'],
    ['preparing', 'none', 'starting'],
    ['paused', 'healthy', 'stopped'],
    ['failed', 'none', 'failed'],
    ['exited', 'unhealthy', 'failed'],
  ] as const)('%s and %s is %s', (state, health, wanted) => {
    expect(copyState(copy(state, health))).toBe(wanted)
  })
})

describe('the state of a service', () => {
  it('is good with all its copies, in trouble with some, down with none', () => {
    expect(nodeState(node(2, copy('running'), copy('running'), copy('failed')))).toBe('good')
    expect(nodeState(node(2, copy('running'), copy('running', 'unhealthy')))).toBe('trouble')
    expect(nodeState(node(1, copy('starting')))).toBe('down')
    expect(nodeState(node(0))).toBe('down')
  })
})
