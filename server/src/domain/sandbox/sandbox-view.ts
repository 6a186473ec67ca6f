import type { SandboxView, TaskView } from '@noops-dojo/contracts'
import { viewFaultRun } from '../fault/fault-run-view.ts'
import type { Lab } from '../lab/lab.ts'
import type { LedgerEntry } from '../ports/store/fault-ledger.ts'
import { sandboxScore } from '../recovery/score/sandbox-score.ts'
import { extensionsLeft, idleDeadline } from './deadlines.ts'
import { publicParameters } from './lab/lab-parameters.ts'
import { isUsable } from './sandbox-state.ts'
import type { Sandbox } from './sandbox.ts'

export interface SandboxViewParts {
  /** Undefined: the lab is not there any more. */
  readonly lab: Lab | undefined
  readonly tasks: TaskView[]
  readonly score: SandboxView['score']
  readonly faults: readonly LedgerEntry[]
  readonly lastSeq: number
}

/**
 * A fault that a running attempt has planned is sealed: its row says when and whom it will hit. It is shown once it is
 * injected.
 */
const isSealed = (entry: LedgerEntry): boolean => entry.state === 'planned' && entry.attemptId !== null

const previewsOf = (sandbox: Sandbox, lab: Lab | undefined): SandboxView['previews'] => {
  const declared = (lab?.file.spec.tabs ?? []).flatMap((tab) =>
    'preview' in tab ? [{ target: tab.preview, title: tab.title ?? tab.preview }] : [],
  )
  const seen = sandbox.previews
    .filter((target) => !declared.some((each) => each.target === target))
    .map((target) => ({ target, title: target }))
  return [...declared, ...seen].map((each) => ({
    ...each,
    url: `/preview/${sandbox.previewToken}/${each.target}/`,
  }))
}

/** What a sandbox’s owner sees of it. Seed, secret parameters and sealed faults are not in it. */
export const sandboxView = (sandbox: Sandbox, parts: SandboxViewParts): SandboxView => {
  const { lab } = parts
  const limits = lab?.file.spec.limits
  return {
    id: sandbox.id,
    labId: sandbox.labId,
    labDigest: sandbox.labDigest,
    learnerId: sandbox.learnerId,
    classroomId: sandbox.classroomId,
    state: sandbox.state,
    failure: sandbox.failure,
    steps: sandbox.steps,
    createdAt: sandbox.createdAt,
    readyAt: sandbox.readyAt,
    claimedAt: sandbox.claimedAt,
    endsAt: sandbox.endsAt,
    idleEndsAt: limits && isUsable(sandbox) ? idleDeadline(sandbox, limits) : null,
    extensionsLeft: extensionsLeft(sandbox),
    params: publicParameters(lab?.file.spec.params ?? {}, sandbox.params),
    tasks: parts.tasks,
    faultRuns: parts.faults.filter((entry) => !isSealed(entry)).map(viewFaultRun),
    terminals: (lab?.file.spec.tabs ?? []).flatMap((tab) => ('terminal' in tab ? [tab.terminal] : [])),
    previews: previewsOf(sandbox, lab),
    noops: sandboxScore(lab?.file.spec.tasks ?? [], parts.tasks),
    score: parts.score,
    lastSeq: parts.lastSeq,
  }
}
