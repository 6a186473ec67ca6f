import { describe, expect, it } from 'vitest'
import type { AttemptStore, StoredAttempt } from '../../domain/ports/store/attempt-store.ts'
import type { FaultLedger, LedgerEntry } from '../../domain/ports/store/fault-ledger.ts'
import type { TaskStore } from '../../domain/ports/store/task-store.ts'
import type { TaskProgress } from '../../domain/task/task-progress.ts'
import { aVerdict } from './a-verdict.ts'
import { fresh } from './fresh.ts'

const aProgress = (sandboxId: string, taskId: string): TaskProgress => ({
  sandboxId,
  taskId,
  state: 'unmet',
  outcome: 'unmet',
  key: 'no-service',
  observed: 'none',
  expected: 'web',
  share: 0.25,
  checkedAt: 7,
  metAt: null,
  heldSince: null,
  hintsOpened: [0, 2],
})

/** What every task store does. */
export const taskStoreContract = (open: () => TaskStore): void => {
  describe('the task store', () => {
    it('saves a task’s progress again and again, and lists those of a sandbox by name', async () => {
      const id = fresh()
      await open().save(aProgress(id, 'web'))
      await open().save(aProgress(id, 'api'))
      const met = { ...aProgress(id, 'web'), state: 'met' as const, metAt: 9, share: 1, hintsOpened: [] }
      await open().save(met)
      expect(await open().find(id, 'web')).toEqual(met)
      expect(await open().list(id)).toEqual([aProgress(id, 'api'), met])
      expect(await open().find(id, 'none')).toBeUndefined()
      expect(await open().list(fresh())).toEqual([])
    })

    it('gives the progress of many sandboxes at once, and of no other', async () => {
      const [a, b, other] = [fresh(), fresh(), fresh()]
      const own = [aProgress(a, 'api'), aProgress(a, 'web'), aProgress(b, 'web')]
      for (const progress of [...own, aProgress(other, 'web')]) await open().save(progress)
      const found = await open().listOfSandboxes([a, b, fresh()])
      expect(found).toHaveLength(own.length)
      expect(found).toEqual(expect.arrayContaining(own))
      expect(await open().listOfSandboxes([])).toEqual([])
    })
  })
}

export const anAttempt = (over: Partial<StoredAttempt> = {}): StoredAttempt => ({
  id: fresh(),
  sandboxId: fresh(),
  taskId: 'survive',
  phase: 'planned',
  startedAt: 5,
  endedAt: null,
  commit: 'c0ffee',
  injection: 0,
  arm: 'fault',
  ablation: null,
  verdict: null,
  seed: 'secret',
  ...over,
})

/** What every attempt store does. */
export const attemptStoreContract = (open: () => AttemptStore): void => {
  describe('the attempt store', () => {
    it('saves an attempt up to its verdict', async () => {
      const attempt = anAttempt({ arm: 'ablation', ablation: 'replica' })
      await open().insert(attempt)
      expect(await open().find(attempt.id)).toEqual(attempt)
      expect((await open().listUnfinished()).map(({ id }) => id)).toContain(attempt.id)
      const verdict = aVerdict(attempt.id)
      const done = { ...attempt, phase: 'done' as const, endedAt: 9, injection: 3, verdict }
      await open().save(done)
      expect(await open().find(attempt.id)).toEqual(done)
      expect((await open().listUnfinished()).map(({ id }) => id)).not.toContain(attempt.id)
    })

    it('refuses a second attempt while one runs, and lists a sandbox’s attempts oldest first', async () => {
      const first = anAttempt()
      const second = anAttempt({ sandboxId: first.sandboxId, startedAt: 6 })
      await open().insert(first)
      await expect(open().insert(second)).rejects.toMatchObject({ code: 'ATTEMPT_RUNNING' })
      await open().save({ ...first, phase: 'done' })
      await open().insert(second)
      expect((await open().listOfSandbox(first.sandboxId)).map(({ id }) => id)).toEqual([first.id, second.id])
      expect(await open().find('none')).toBeUndefined()
    })
  })
}

const anEntry = (over: Partial<LedgerEntry> = {}): LedgerEntry => ({
  id: fresh(),
  sandboxId: fresh(),
  attemptId: null,
  labFault: 'crash',
  fault: 'container.crash',
  target: 'web',
  state: 'planned',
  params: { signal: 'SIGKILL' },
  inverse: { none: true },
  fingerprint: 'abc',
  plannedAt: 5,
  effectiveAt: null,
  endedAt: null,
  deadlineAt: 99,
  detail: null,
  ...over,
})

/** What every fault ledger does. */
export const faultLedgerContract = (open: () => FaultLedger): void => {
  describe('the fault ledger', () => {
    it('counts an entry as open until it is reverted, moot or failed; dirty is open', async () => {
      const entry = anEntry()
      await open().insert(entry)
      expect(await open().find(entry.id)).toEqual(entry)
      const isOpen = async () => (await open().listOpen()).some(({ id }) => id === entry.id)
      for (const state of ['planned', 'injecting', 'effective', 'reverting', 'dirty'] as const) {
        await open().save({ ...entry, state, effectiveAt: 6, detail: 'bit' })
        expect(await isOpen(), state).toBe(true)
      }
      for (const state of ['reverted', 'moot', 'failed'] as const) {
        await open().save({ ...entry, state, endedAt: 7 })
        expect(await isOpen(), state).toBe(false)
      }
      expect(await open().listOfSandbox(entry.sandboxId)).toEqual([{ ...entry, state: 'failed', endedAt: 7 }])
      expect(await open().find('none')).toBeUndefined()
    })
  })
}
