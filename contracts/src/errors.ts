import { z } from 'zod'

/** The closed set of errors that cross a boundary. One Nest filter maps them to HTTP, one web map to sentences. */
export const errorCodes = {
  BAD_REQUEST: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  ORIGIN_REFUSED: 403,
  TICKET_INVALID: 403,
  JOIN_CODE_UNKNOWN: 404,
  INSTRUCTOR_KEY_WRONG: 401,
  CLASSROOM_CLOSED: 409,
  PREPARATION_IMPOSSIBLE: 422,
  NOT_FOUND: 404,
  LAB_NOT_FOUND: 404,
  LAB_INVALID: 422,
  SANDBOX_NOT_FOUND: 404,
  SANDBOX_NOT_READY: 409,
  SANDBOX_LIMIT: 409,
  EXTENSION_LIMIT: 409,
  SANDBOX_FAILED: 409,
  TASK_NOT_FOUND: 404,
  TASK_LOCKED: 409,
  TASK_WRONG_MODE: 409,
  ATTEMPT_RUNNING: 409,
  FAULT_NOT_FOUND: 404,
  FAULT_RUNNING: 409,
  FAULT_INVALID: 422,
  FAULT_TARGET_GONE: 409,
  SUBMISSION_INVALID: 422,
  PREVIEW_UNREACHABLE: 502,
  HOST_FULL: 503,
  ENGINE_AWAY: 503,
  DATABASE_AWAY: 503,
  GATEWAY_AWAY: 503,
  GUARD_AWAY: 503,
  TOO_MANY_REQUESTS: 429,
  INTERNAL: 500,
} as const

export type ErrorCode = keyof typeof errorCodes

export const errorBody = z.object({
  code: z.enum(Object.keys(errorCodes) as [ErrorCode, ...ErrorCode[]]),
  message: z.string().describe('What is wrong, where, and what to do next, in English.'),
  detail: z.record(z.string(), z.unknown()).optional(),
})
export type ErrorBody = z.infer<typeof errorBody>

/** An expected failure with a code of the closed set. `message` says what, where, and what to do next. */
export class DojoError extends Error {
  readonly code: ErrorCode
  readonly detail: Record<string, unknown> | undefined
  constructor(code: ErrorCode, message: string, detail?: Record<string, unknown>, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'DojoError'
    this.code = code
    this.detail = detail
  }
}
