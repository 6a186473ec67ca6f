import { Injectable } from '@nestjs/common'
import { submissionLimits } from '@noops-dojo/contracts'
import { SandboxEngine, SubmissionArchive } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { assertUsable } from '../../domain/sandbox/sandbox-state.ts'
import { submissionFolder, SubmissionFiles } from '../../domain/submission/submission.ts'

const learner = { uid: 1000, gid: 1000 }

/** Puts a submission's files into the workstation, in the place of an earlier one. */
@Injectable()
export class UploadSubmission {
  constructor(
    private readonly engine: SandboxEngine,
    private readonly archive: SubmissionArchive,
  ) {}

  /** `tar`: as it arrives. Nothing is written unless all of it is good. Throws SUBMISSION_INVALID, SANDBOX_NOT_READY. */
  async execute(sandbox: Sandbox, tar: AsyncIterable<Uint8Array>): Promise<void> {
    assertUsable(sandbox)
    const files = new SubmissionFiles()
    for await (const entry of this.archive.entries(tar, submissionLimits.bytes)) files.add(entry)
    const list = files.list()
    const argv = ['rm', '-rf', '--', submissionFolder]
    await this.engine.run(sandbox.id, 'workstation', { argv, user: 'learner', timeoutMs: 30_000 })
    await this.engine.putFiles(sandbox.id, 'workstation', submissionFolder, list, learner)
  }
}
