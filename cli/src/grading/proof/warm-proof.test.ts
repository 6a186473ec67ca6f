import { describe, expect, it } from 'vitest'
import { FakeGradingServer } from '../../testing/fake-grading-server.ts'
import { InvalidInputError } from '../exit-codes.ts'
import { findLab } from '../find-lab.ts'
import type { CaseResult } from './judge-case.ts'
import { LabProof } from './lab-proof.ts'

const lab = findLab('self-healing/02-survive-a-crash')

describe('a proof in warm sandboxes', () => {
  const warm = async (server: FakeGradingServer) => {
    const results: CaseResult[] = []
    const options = { seeds: ['s'], cold: false, only: 'wrong/two-lives.sh', note: () => {}, pollMs: 1 }
    const signal = new AbortController().signal
    await new LabProof(server, lab, { ...options, signal }, (result) => results.push(result)).run()
    return results
  }
  const pool = [{ id: 'survive-a-crash', pool: 1 }]

  it('sends no seed, which would ask for a cold one', async () => {
    const server = new FakeGradingServer(lab.lab, {
      pool,
      isWarm: true,
      attempt: (id) => (id === 'comes-back' ? 'met' : 'unmet'),
    })
    expect(await warm(server)).toMatchObject([{ outcome: 'passed', start: 'warm' }])
    expect(server.log[0]).toBe('start survive-a-crash warm')
  })

  it('does not call a cold sandbox warm', async () => {
    const server = new FakeGradingServer(lab.lab, { pool, isWarm: false })
    expect(await warm(server)).toMatchObject([
      { outcome: 'error', problems: [expect.stringContaining('not a warm one')] },
    ])
  })

  it('proves nothing in one of another version of the lab, and ends it', async () => {
    const server = new FakeGradingServer(lab.lab, { pool, isWarm: true, labDigest: 'another' })
    await expect(warm(server)).rejects.toThrow(InvalidInputError)
    expect(server.log).toEqual(['start survive-a-crash warm', 'end'])
  })
})
