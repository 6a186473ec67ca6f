import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common'
import { Reflector } from '@nestjs/core'
import { DojoError, type Access, type RouteName } from '@noops-dojo/contracts'
import type { Caller, Role } from '../../domain/classroom/caller.ts'
import { SandboxStore } from '../../domain/ports/index.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { IdentifyCaller } from '../../use-cases/session/identify-caller.ts'
import { endpointKey, routeOf } from '../endpoint/endpoint.ts'
import type { DojoRequest } from '../request.ts'
import { AllowedOrigins } from './allowed-origins.ts'
import { readSessionCookie } from './session-cookie.ts'

const anyone: readonly Role[] = ['anonymous', 'learner', 'instructor', 'grader']
const allowed: Record<Access, readonly Role[]> = {
  public: anyone,
  learner: ['learner', 'instructor', 'grader'],
  owner: ['learner', 'instructor', 'grader'],
  instructor: ['instructor'],
  grader: ['grader'],
}

const sandboxNotFound = (): DojoError =>
  new DojoError('SANDBOX_NOT_FOUND', 'There is no such sandbox. GET /api/sandboxes lists yours.')

/** Decides from the route table who may call, and finds the sandbox of the path within the caller's scope. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly identifyCaller: IdentifyCaller,
    private readonly sandboxes: SandboxStore,
    private readonly origins: AllowedOrigins,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const route = routeOf(this.reflector.get<RouteName>(endpointKey, context.getHandler()))
    const request = context.switchToHttp().getRequest<DojoRequest>()
    if (route.method !== 'GET' && !this.origins.allowsCall(request))
      throw new DojoError(
        'ORIGIN_REFUSED',
        'Another site sent this request. Open the dojo at its own address.',
      )
    // Probes of load balancers must answer while the database is away: nobody is looked up for them.
    if (!route.path.startsWith('/api/') || route.path === '/api/openapi.json') return true
    const caller = await this.identifyCaller.execute({
      session: readSessionCookie(request),
      authorization: request.headers.authorization,
    })
    this.admit(caller, route.access)
    request.caller = caller
    const sandboxId = request.params.sandboxId
    if (typeof sandboxId === 'string') request.sandbox = await this.findSandbox(caller, sandboxId)
    return true
  }

  private admit(caller: Caller, access: Access): void {
    if (allowed[access].includes(caller.role)) return
    if (caller.role === 'anonymous')
      throw new DojoError('UNAUTHENTICATED', 'Nobody is signed in. Join a class with its code first.')
    throw new DojoError('FORBIDDEN', `This is for the ${access}, and you are signed in as ${caller.role}.`)
  }

  /** Another learner's sandbox gives the very same error as one that never was. */
  private async findSandbox(caller: Caller, sandboxId: string): Promise<Sandbox> {
    const sandbox = /^[a-z][a-z0-9]{9}$/.test(sandboxId) ? await this.sandboxes.find(sandboxId) : undefined
    if (sandbox === undefined) throw sandboxNotFound()
    if (caller.role === 'learner' && sandbox.learnerId !== caller.learner.id) throw sandboxNotFound()
    return sandbox
  }
}
