import { Catch, HttpException, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common'
import { DojoError, errorCodes, type ErrorBody } from '@noops-dojo/contracts'
import type { Response } from 'express'
import { PlatformLog } from '../../domain/ports/index.ts'
import type { DojoRequest } from '../request.ts'

/** What Nest and Express throw themselves (no such route, a body that is no JSON or too large), in our terms. */
const fromHttp = (status: number, message: string): DojoError | undefined => {
  if (status === 404) return new DojoError('NOT_FOUND', 'There is nothing at this address.')
  if (status === 413) return new DojoError('BAD_REQUEST', 'The body is too large; 256 KiB are allowed.')
  if (status >= 400 && status < 500) return new DojoError('BAD_REQUEST', `${message}.`)
  return undefined
}

const statusOf = (error: unknown): number | undefined => {
  if (error instanceof HttpException) return error.getStatus()
  // body-parser's errors carry `status` and say with `expose` that their text may be shown.
  const { status, expose } = (error ?? {}) as { status?: unknown; expose?: unknown }
  return typeof status === 'number' && expose === true ? status : undefined
}

/** Gives the expected error that `error` is, or undefined for a defect. */
export const toDojoError = (error: unknown): DojoError | undefined => {
  if (error instanceof DojoError) return error
  const status = statusOf(error)
  return status === undefined
    ? undefined
    : fromHttp(status, error instanceof Error ? error.message : 'Bad request')
}

/** The one place where errors become HTTP. A defect is logged here, once, under the id that the caller gets to see. */
@Catch()
export class ErrorFilter implements ExceptionFilter {
  constructor(private readonly log: PlatformLog) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp()
    const request = http.getRequest<DojoRequest>()
    const response = http.getResponse<Response>()
    const known = toDojoError(error) ?? this.unexpected(error, request)
    if (response.headersSent) {
      response.destroy()
      return
    }
    const body: ErrorBody = { code: known.code, message: known.message, detail: known.detail }
    if (known.code === 'TOO_MANY_REQUESTS') response.setHeader('retry-after', '60')
    response.removeHeader('content-disposition')
    response.status(errorCodes[known.code]).type('application/json').send(JSON.stringify(body))
  }

  private unexpected(error: unknown, request: DojoRequest): DojoError {
    this.log.error('A request failed unexpectedly.', {
      requestId: request.id,
      method: request.method,
      path: request.path,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    })
    return new DojoError(
      'INTERNAL',
      'Something broke in the dojo. Tell the instructor this id; the log has more.',
      {
        requestId: request.id,
      },
    )
  }
}
