import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { DojoError, type RouteName } from '@noops-dojo/contracts'
import type { Observable } from 'rxjs'
import type { z } from 'zod'
import type { DojoRequest } from '../request.ts'
import { endpointKey, routeOf } from './endpoint.ts'

const sentence = (part: 'body' | 'query', issue: z.core.$ZodIssue): string => {
  const where = issue.path.length === 0 ? `the ${part}` : `${part} "${issue.path.join('.')}"`
  return `${where}: ${issue.message}`
}

const parse = (part: 'body' | 'query', schema: z.ZodType, value: unknown): unknown => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  throw new DojoError(
    'BAD_REQUEST',
    `${parsed.error.issues.map((issue) => sentence(part, issue)).join('; ')}.`,
    {
      issues: parsed.error.issues.map(({ path, message }) => ({ in: part, path: path.join('.'), message })),
    },
  )
}

/** Parses body and query by the schemas of the route table; runs after the access guard, before the handler. */
@Injectable()
export class InputValidation implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const route = routeOf(this.reflector.get<RouteName>(endpointKey, context.getHandler()))
    const request = context.switchToHttp().getRequest<DojoRequest>()
    // A POST without a body says so with a length of 0, and no type: it is the empty object.
    const isEmpty = request.headers['content-length'] === '0'
    if (route.body !== undefined && !isEmpty && request.is('application/json') === false)
      throw new DojoError(
        'BAD_REQUEST',
        'The body must be JSON: send the header "content-type: application/json".',
      )
    request.input = {
      body: route.body === undefined ? undefined : parse('body', route.body, request.body ?? {}),
      query: route.query === undefined ? undefined : parse('query', route.query, request.query),
    }
    return next.handle()
  }
}
