import { z } from 'zod'

/** Who may call a route. `owner`: the learner of the sandbox, an instructor, or a grader. */
export type Access = 'public' | 'learner' | 'instructor' | 'grader' | 'owner'

export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly access: Access
  readonly summary: string
  readonly status: 200 | 201 | 202 | 204
  readonly body?: z.ZodType
  readonly query?: z.ZodObject
  readonly response?: z.ZodType
  /** A body or answer that is not JSON. */
  readonly bodyType?: string
  readonly responseType?: string
  /** One of several, as the query asks; the handler says which. */
  readonly responseTypes?: readonly string[]
}

export const route = <R extends Route>(definition: R): R => definition
export const list = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item) })
export const sandboxPath = '/api/sandboxes/:sandboxId'
export const taskPath = `${sandboxPath}/tasks/:taskId` as const
