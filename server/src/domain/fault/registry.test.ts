import { faultDescription } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import {
  describeFaults,
  describeLabFault,
  exampleParams,
  faultNamed,
  faults,
  labFaultProblem,
  parseFaultParams,
} from './registry.ts'

const spec = (over: object) => ({ use: 'container.pause', target: 'web', with: {}, button: true, ...over })

describe('the registry', () => {
  it('holds each fault once, with sentences in English and Japanese that name the target', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length)
    for (const fault of faults) {
      const params = exampleParams(fault)
      const { en, ja } = fault.effect(params, 'TARGET')
      if (fault.targetKind !== 'sandbox') {
        expect(en).toContain('TARGET')
        expect(ja).toContain('TARGET')
      }
      expect(fault.title.ja).toBeTruthy()
    }
  })

  it('describes every fault with its parameters, target kind and rungs', () => {
    for (const described of describeFaults()) {
      expect(faultDescription.parse(described)).toEqual(described)
      expect(described.params).toMatchObject({ type: 'object' })
    }
  })

  it('ends every fault that lasts without the server', () => {
    const lasting = faults.filter(({ lift }) => lift !== 'nothing')
    expect(lasting.filter(({ arm }) => arm === undefined)).toEqual([])
  })

  it('names what exists when a fault is unknown', () => {
    expect(() => faultNamed('container.explode')).toThrow(/container\.crash/)
  })

  it.each([
    [{ for: 'soon' }, /with\.for/],
    [{ four: '2s' }, /with/],
    [{ for: '2h' }, /10 minutes/],
  ])('refuses the parameters %j with the place', (given, message) => {
    expect(() => parseFaultParams(faultNamed('container.pause'), given)).toThrow(message)
  })

  it('tells the loader what is wrong with a fault of a lab', () => {
    expect(labFaultProblem(spec({}))).toBeUndefined()
    expect(labFaultProblem(spec({ target: undefined }))).toMatch(/needs a target/)
    expect(labFaultProblem(spec({ use: 'nothing' }))).toMatch(/there is no fault nothing/)
    expect(labFaultProblem(spec({ with: { for: 3 } }))).toMatch(/with\.for/)
  })

  it('describes a fault of a lab for its page', () => {
    expect(describeLabFault(spec({ with: { for: '5s' } }), 'web')).toMatchObject({ durationMs: 5000 })
    expect(describeLabFault(spec({ use: 'container.crash' }), 'web').durationMs).toBeNull()
  })
})
