import { verdict, type Verdict } from '@noops-dojo/contracts'

/** A verdict of one crash that healed, whole as the contract has it. */
export const aVerdict = (attemptId: string): Verdict =>
  verdict.parse({
    ...{ attemptId, taskId: 'survive', outcome: 'met', reason: 'ok', class: 'self-recovered-during' },
    ...{ sentence: { en: 'Healed.', ja: '復旧。' }, from: 1_000, to: 9_000, availability: null },
    injections: [
      {
        ...{ faultId: 'crash', fault: 'container.crash', target: 'web', evidence: '', fidelity: '' },
        ...{ plannedAt: 2_000, injectedAt: 2_000, effectiveAt: 2_010, liftedAt: null },
        outage: { minMs: 700, maxMs: 900 },
        outageAt: { begin: { from: 2_000, to: 2_100 }, end: { from: 2_800, to: 2_900 } },
        recovery: { minMs: 800, maxMs: 900 },
        ...{ class: 'self-recovered-during', healedBy: [] },
      },
    ],
    handsOff: { from: 1_000, to: 9_000, touches: [], touchSeconds: 0 },
    seal: { commit: 'c', seed: 's' },
  })
