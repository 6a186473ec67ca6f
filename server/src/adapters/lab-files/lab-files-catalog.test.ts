import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { knownFaults } from '@noops-dojo/lab-source'
import { describe, expect, it } from 'vitest'
import { faults } from '../../domain/fault/registry.ts'
import { LabFilesCatalog } from './lab-files-catalog.ts'

const repository = join(import.meta.dirname, '../../../..')

describe('LabFilesCatalog', () => {
  it('has the labs of the repository, in the order of their track, and none is broken', () => {
    const catalog = new LabFilesCatalog(join(repository, 'labs'))
    expect(catalog.broken()).toEqual([])
    const healing = catalog.list().filter(({ file }) => file.metadata.track === 'self-healing')
    expect(healing.slice(0, 3).map(({ id }) => id)).toEqual([
      'first-steps',
      'survive-a-crash',
      'roll-back-a-bad-release',
    ])
    expect(catalog.find('first-steps')?.content.ja?.length).toBe(1)
  })

  it('lists broken labs with every error at its line and column, and does not find them', () => {
    const catalog = new LabFilesCatalog(join(repository, 'test/fixtures/labs/broken'))
    expect(catalog.list()).toEqual([])
    const broken = catalog.broken().find(({ labId }) => labId === 'misspelt')
    expect(broken?.problems).toContainEqual(
      expect.objectContaining({ file: 'lab.yaml', line: 5, column: 3, rule: 'unknown-key' }),
    )
    expect(catalog.find('misspelt')).toBeUndefined()
  })

  it('calls a lab broken whose fault has parameters that the registry refuses', () => {
    const catalog = new LabFilesCatalog(join(repository, 'test/fixtures/labs/broken'))
    const problems = catalog.broken().find(({ labId }) => labId === 'fault-parameters')?.problems
    expect(problems?.map(({ rule }) => rule)).toEqual(['fault-parameters'])
  })

  it('has no labs when the folder is empty or missing', () => {
    const empty = mkdtempSync(join(tmpdir(), 'labs-'))
    expect(new LabFilesCatalog(empty).list()).toEqual([])
    rmSync(empty, { recursive: true })
    expect(new LabFilesCatalog(join(empty, 'gone')).list()).toEqual([])
  })

  it('knows the same faults as the registry', () => {
    expect([...knownFaults].sort()).toEqual(faults.map(({ name }) => name).sort())
  })
})
