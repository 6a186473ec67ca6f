import type { Request } from 'express'
import type { Caller } from '../domain/classroom/caller.ts'
import type { Sandbox } from '../domain/sandbox/sandbox.ts'

/** A request with what the guard and the validation found out about it. */
export interface DojoRequest extends Request {
  /** Names the request in logs and in INTERNAL errors. */
  id: string
  caller?: Caller
  /** The sandbox of the path, when the caller may see it. */
  sandbox?: Sandbox
  /** Body and query after their zod schemas. */
  input?: { readonly body: unknown; readonly query: unknown }
}
