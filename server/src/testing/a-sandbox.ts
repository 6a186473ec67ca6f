import type { Sandbox } from '../domain/sandbox/sandbox.ts'

/** A ready, claimed sandbox for tests, with what the test cares about put over it. */
export const aSandbox = (over: Partial<Sandbox> = {}): Sandbox => ({
  id: 'sandbox001',
  labId: 'first-steps',
  labDigest: 'digest',
  state: 'ready',
  failure: null,
  learnerId: 'learner1',
  classroomId: 'class1',
  claim: 'claimed',
  owner: 'learner',
  seed: 'seed',
  params: { PORT: 8080 },
  steps: [{ id: 'queue', state: 'done', startedAt: 1, endedAt: 2 }],
  createdAt: 1_700_000_000_000,
  readyAt: 1_700_000_010_000,
  claimedAt: 1_700_000_010_000,
  endsAt: 1_700_003_600_000,
  lastActiveAt: 1_700_000_010_000,
  extensionsUsed: 0,
  goneAt: null,
  previewToken: `preview-${over.id ?? 'sandbox001'}`,
  previews: [],
  ...over,
})
