import { Controller } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { actorOf, learnerIdOf, type Caller } from '../../domain/classroom/caller.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { EndSandbox } from '../../use-cases/sandbox/end-sandbox.ts'
import { ExtendSandbox } from '../../use-cases/sandbox/extend-sandbox.ts'
import { ListSandboxes } from '../../use-cases/sandbox/list-sandboxes.ts'
import { ReadSandbox } from '../../use-cases/sandbox/read-sandbox.ts'
import { StartSandbox } from '../../use-cases/sandbox/start-sandbox.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { FromCaller, OwnSandbox, ValidBody } from '../endpoint/input.ts'

@Controller()
export class SandboxController {
  constructor(
    private readonly startSandbox: StartSandbox,
    private readonly listSandboxes: ListSandboxes,
    private readonly readSandbox: ReadSandbox,
    private readonly endSandbox: EndSandbox,
    private readonly extendSandbox: ExtendSandbox,
  ) {}

  @Endpoint('startSandbox')
  async start(
    @FromCaller() caller: Caller,
    @ValidBody() body: BodyInput<'startSandbox'>,
  ): Promise<Answer<'startSandbox'>> {
    const { labId, ...forGraders } = body
    if (caller.role === 'anonymous') throw new DojoError('UNAUTHENTICATED', 'Nobody is signed in.')
    if (caller.role !== 'grader' && Object.keys(forGraders).length > 0)
      throw new DojoError('FORBIDDEN', 'Only graders may give a seed or ask for a cold sandbox.')
    const sandbox = await this.startSandbox.execute({
      labId,
      owner: caller.role,
      learnerId: learnerIdOf(caller),
      classroomId: caller.role === 'learner' ? caller.learner.classroomId : null,
      ...forGraders,
    })
    return this.readSandbox.view(sandbox)
  }

  @Endpoint('listSandboxes')
  async list(@FromCaller() caller: Caller): Promise<Answer<'listSandboxes'>> {
    return { items: await this.listSandboxes.execute(learnerIdOf(caller)) }
  }

  @Endpoint('readSandbox')
  read(@OwnSandbox() sandbox: Sandbox): Promise<Answer<'readSandbox'>> {
    return this.readSandbox.view(sandbox)
  }

  @Endpoint('endSandbox')
  async end(@OwnSandbox() sandbox: Sandbox, @FromCaller() caller: Caller): Promise<Answer<'endSandbox'>> {
    await this.endSandbox.execute(sandbox.id, { actor: actorOf(caller), reason: 'asked' })
    return this.readSandbox.execute(sandbox.id)
  }

  @Endpoint('extendSandbox')
  async extend(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
  ): Promise<Answer<'extendSandbox'>> {
    return this.readSandbox.view(await this.extendSandbox.execute(sandbox.id, actorOf(caller)))
  }
}
