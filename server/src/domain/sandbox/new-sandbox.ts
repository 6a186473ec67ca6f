import type { Lab } from '../lab/lab.ts'
import { latestDeadline } from './deadlines.ts'
import { labFolder, labFolderFiles } from './lab/lab-files.ts'
import { parameterEnv, publicParameters } from './lab/lab-parameters.ts'
import { initialSteps } from './provision-steps.ts'
import type { Sandbox } from './sandbox.ts'
import type { SandboxSpec } from '../ports/engine/sandbox-engine.ts'

/** What is drawn or known when a sandbox is asked for. */
export type SandboxRequest = Pick<
  Sandbox,
  'id' | 'seed' | 'previewToken' | 'owner' | 'learnerId' | 'classroomId' | 'params'
>

/** The row that is written before anything is asked of the engine. */
export const newSandbox = (lab: Lab, request: SandboxRequest, now: number): Sandbox => {
  const isWarm = request.owner === 'pool'
  return {
    ...request,
    labId: lab.id,
    labDigest: lab.digest,
    state: 'requested',
    failure: null,
    claim: isWarm ? 'warm' : 'claimed',
    steps: initialSteps(now),
    createdAt: now,
    readyAt: null,
    claimedAt: isWarm ? null : now,
    endsAt: null,
    lastActiveAt: null,
    extensionsUsed: 0,
    goneAt: null,
    previews: [],
  }
}

/** What the engine is told of a sandbox. */
export const sandboxSpec = (
  sandbox: Sandbox,
  lab: Lab,
  sockets: { learner: string; judge: string },
): SandboxSpec => ({
  sandboxId: sandbox.id,
  labId: lab.id,
  image: lab.file.spec.workstation.image,
  deadline: latestDeadline(lab.file.spec.limits, sandbox.createdAt, sandbox.claim === 'warm'),
  learnerSocketDir: sockets.learner,
  judgeSocketDir: sockets.judge,
  env: parameterEnv(publicParameters(lab.file.spec.params, sandbox.params)),
  judgeFiles: { folder: labFolder, files: labFolderFiles(lab, 'judge') },
})

/** True: at claim there is something to draw and to tell, and set-up scripts may depend on it. */
export const hasParameters = (lab: Lab): boolean => Object.keys(lab.file.spec.params).length > 0
