import { describe, expect, it } from 'vitest'
import { poolSize } from './swarm.ts'

describe('poolSize', () => {
  it('counts the subnets of a pool', () => {
    expect(poolSize(['10.64.0.0/10'], 26)).toBe(65_536)
    expect(poolSize(['10.0.0.0/8'], 24)).toBe(65_536)
  })
  it('adds up several pools', () => {
    expect(poolSize(['10.1.0.0/24', '10.2.0.0/25'], 26)).toBe(6)
  })
  it('counts a pool that is smaller than one subnet as one', () => {
    expect(poolSize(['10.1.0.0/28'], 26)).toBe(1)
  })
})
