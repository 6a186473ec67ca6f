import { describe, expect, it } from 'vitest'
import { statesIn } from './fault-target.ts'

describe('the process states of a target', () => {
  it('are the first letters of the states, sorted', () => {
    const processes = [
      ['7', 'Ss'],
      ['9', 'R+'],
      ['8', 'T'],
    ]
    expect(statesIn({ Titles: ['PID', 'STAT'], Processes: processes })).toBe('RST')
  })

  it('are none when the last process ended while the engine asked', () => {
    expect(statesIn({ Titles: ['PID', 'STAT'], Processes: null })).toBe('')
  })

  it('are unknown when the node’s ps gives no states', () => {
    expect(statesIn({ Titles: ['PID'], Processes: [['7']] })).toBeUndefined()
  })
})
