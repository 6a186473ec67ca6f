import type { Verdict } from '@noops-dojo/contracts'
import { expect, it } from 'vitest'
import type { StoredAttempt } from '../ports/store/attempt-store.ts'
import { revealedSeed, viewAttempt } from './attempt-view.ts'

const attempt: StoredAttempt = {
  ...{ id: 'a1', sandboxId: 's1', taskId: 't1', phase: 'planned', injection: 0, arm: 'fault' },
  ...{ startedAt: 1, endedAt: null, commit: 'c', ablation: null, verdict: null, seed: 'sealed' },
}
const judged: StoredAttempt = { ...attempt, phase: 'done', verdict: {} as Verdict }

it('keeps the seed of an attempt from its learner, whatever its phase', () => {
  for (const each of [attempt, judged]) {
    const { seed, ...open } = each
    expect(viewAttempt(each)).toEqual(open)
    expect(JSON.stringify(viewAttempt(each))).not.toContain(seed)
  }
})

it('reveals the seed with the verdict and not before', () => {
  expect(revealedSeed(attempt)).toBeNull()
  expect(revealedSeed(judged)).toBe('sealed')
})
