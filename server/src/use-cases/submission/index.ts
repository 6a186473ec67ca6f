import { RunInJudge } from './run-in-judge.ts'
import { RunSubmission } from './run-submission.ts'
import { UploadSubmission } from './upload-submission.ts'

/** What core-providers.ts provides of the submission use cases. */
export const submissionUseCases = [RunInJudge, RunSubmission, UploadSubmission]
