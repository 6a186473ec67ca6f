import { createParamDecorator, type ExecutionContext } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import type { DojoRequest } from '../request.ts'

const request = (context: ExecutionContext): DojoRequest => context.switchToHttp().getRequest<DojoRequest>()

const missing = (what: string): never => {
  throw new DojoError('INTERNAL', `A handler asked for ${what}, but its route has none.`)
}

/** The body after its schema. */
export const ValidBody = createParamDecorator(
  (_: undefined, context: ExecutionContext) => request(context).input?.body,
)

/** The query after its schema. */
export const ValidQuery = createParamDecorator(
  (_: undefined, context: ExecutionContext) => request(context).input?.query,
)

/** Who is asking. */
export const FromCaller = createParamDecorator(
  (_: undefined, context: ExecutionContext) => request(context).caller ?? missing('the caller'),
)

/** The sandbox of the path; the caller may see it. */
export const OwnSandbox = createParamDecorator(
  (_: undefined, context: ExecutionContext) => request(context).sandbox ?? missing('the sandbox'),
)
