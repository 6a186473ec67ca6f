import { Controller, Param } from '@nestjs/common'
import { actorOf, type Caller } from '../../domain/classroom/caller.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { DescribeFaults } from '../../use-cases/fault/describe-faults.ts'
import { LiftFault } from '../../use-cases/fault/lift-fault.ts'
import { RunConsoleFault } from '../../use-cases/fault/run-console-fault.ts'
import { ReadTopology } from '../../use-cases/topology/read-topology.ts'
import { Endpoint, type Answer, type BodyInput } from '../endpoint/endpoint.ts'
import { FromCaller, OwnSandbox, ValidBody } from '../endpoint/input.ts'

/** The chaos console: what there is to inject, into what, and how to end it. */
@Controller()
export class ChaosController {
  constructor(
    private readonly describeFaults: DescribeFaults,
    private readonly runConsoleFault: RunConsoleFault,
    private readonly liftFault: LiftFault,
    private readonly readTopology: ReadTopology,
  ) {}

  @Endpoint('listFaults')
  list(): Answer<'listFaults'> {
    return { items: this.describeFaults.execute() }
  }

  @Endpoint('runFault')
  run(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
    @ValidBody() body: BodyInput<'runFault'>,
  ): Promise<Answer<'runFault'>> {
    return this.runConsoleFault.execute(sandbox.id, body, actorOf(caller))
  }

  @Endpoint('liftFault')
  lift(
    @OwnSandbox() sandbox: Sandbox,
    @FromCaller() caller: Caller,
    @Param('runId') runId: string,
  ): Promise<Answer<'liftFault'>> {
    return this.liftFault.execute(sandbox.id, runId, actorOf(caller))
  }

  @Endpoint('readTopology')
  topology(@OwnSandbox() sandbox: Sandbox): Promise<Answer<'readTopology'>> {
    return this.readTopology.execute(sandbox.id)
  }
}
