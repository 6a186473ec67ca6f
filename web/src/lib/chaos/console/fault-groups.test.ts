import type { FaultDescription, Topology } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { words } from '#lib/i18n/words.ts'
import { groupFaults, targetsFor } from './fault-groups.ts'

const fault = (
  name: string,
  category: FaultDescription['category'],
  ja: string,
  targetKind: FaultDescription['targetKind'] = 'container',
): FaultDescription => ({
  name,
  category,
  title: { en: name.replace('.', ' '), ja },
  targetKind,
  effect: { en: '-' },
  ends: 'ends',
  rungs: [{ rung: 'kernel', text: { en: '-', ja: '-' } }],
  params: {},
})
const faults = [
  fault('release.bad', 'release', '不良リリース', 'service'),
  fault('network.loss', 'network', 'パケットロス'),
  fault('network.delay', 'network', '遅延'),
  fault('container.crash', 'process', 'クラッシュ'),
]
const names = (query: string) =>
  groupFaults(faults, query, words.en.chaos.categories).flatMap((group) =>
    group.faults.map((one) => one.name),
  )

describe('the list of faults', () => {
  it('is ordered by category and name', () => {
    expect(names('')).toEqual(['container.crash', 'network.delay', 'network.loss', 'release.bad'])
  })

  it('is searched by name, by title in any language, and by category', () => {
    expect(names('crash')).toEqual(['container.crash'])
    expect(names('遅延')).toEqual(['network.delay'])
    expect(names('Network loss')).toEqual(['network.loss'])
    expect(names('nothing of this kind')).toEqual([])
  })
})

describe('the targets of a fault', () => {
  const node = (name: string, kind: 'service' | 'container') => ({ name, kind }) as Topology['nodes'][number]
  const topology = { at: 0, links: [], nodes: [node('web', 'service'), node('tool', 'container')] }

  it('fit its kind', () => {
    expect(targetsFor(fault('a.b', 'process', ''), topology)).toEqual(['web', 'tool'])
    expect(targetsFor(fault('a.b', 'release', '', 'service'), topology)).toEqual(['web'])
    expect(targetsFor(fault('a.b', 'platform', '', 'sandbox'), topology)).toEqual([])
  })
})
