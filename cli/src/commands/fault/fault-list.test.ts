import { faultDescription } from '@noops-dojo/contracts'
import { describe, expect, it, vi } from 'vitest'
import { faultTable, paramsText } from './fault-table.ts'
import { listFaults, readFaults } from './list.ts'

const printed = (flags: Parameters<typeof listFaults>[0]): string => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {})
  try {
    listFaults(flags)
    return log.mock.calls.flat().join('\n')
  } finally {
    log.mockRestore()
  }
}

describe('dojo fault list', () => {
  it('gives every fault with parameters, target kind and rungs as JSON, with no server', () => {
    const faults = JSON.parse(printed({ json: true })) as unknown[]
    expect(faults.length).toBeGreaterThan(4)
    for (const fault of faults) expect(faultDescription.parse(fault)).toEqual(fault)
  })

  it('gives a table with a line for each fault', () => {
    const table = printed({})
    for (const { name, targetKind } of readFaults())
      expect(table).toMatch(new RegExp(`^  ${name.replace('.', '\\.')} +${targetKind} `, 'm'))
  })

  it('gives one category, and says which there are when it is none', () => {
    expect(faultTable(readFaults().filter(({ category }) => category === 'release'))).toBe(
      printed({ category: 'release' }),
    )
    expect(() => listFaults({ category: 'weather' })).toThrow(/process, resource, network/)
  })
})

it('parameters are shown with their defaults, and marked when they must be given', () => {
  const properties = { for: { default: '20s' }, image: {}, note: {}, codes: { default: [500] } }
  expect(paramsText({ properties, required: ['image'] })).toBe('for=20s image! note codes=[500]')
  expect(paramsText({})).toBe('-')
})
