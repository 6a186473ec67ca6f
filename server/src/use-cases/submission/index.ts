import { RunSubmission } from './run-submission.ts'
import { UploadSubmission } from './upload-submission.ts'

/** What app.module.ts provides of the submission use cases. */
export const submissionUseCases = [RunSubmission, UploadSubmission]
