import { expect, it } from 'vitest'
import type { LedgerEntry } from '../ports/store/fault-ledger.ts'
import { viewFaultRun } from './fault-run-view.ts'

const entry: LedgerEntry = {
  ...{ id: 'f1', sandboxId: 's1', labFault: 'hang', fault: 'container.pause', target: 'web' },
  ...{ state: 'effective', plannedAt: 1_000, effectiveAt: 2_000, endedAt: null, detail: null },
  ...{ attemptId: null, params: { for: '20s' }, inverse: { id: 'secret' }, fingerprint: 'f', deadlineAt: 9 },
}

it('says when a fault ends by itself once it is effective, and nothing of how it is undone', () => {
  expect(viewFaultRun(entry).endsAt).toBe(22_000)
  expect(viewFaultRun({ ...entry, effectiveAt: null }).endsAt).toBeNull()
  expect(JSON.stringify(viewFaultRun(entry))).not.toMatch(/secret|inverse|fingerprint|params/)
})

it('shows a fault that this dojo does not know any more, without an end', () => {
  expect(viewFaultRun({ ...entry, fault: 'no.such' })).toMatchObject({ fault: 'no.such', endsAt: null })
})
