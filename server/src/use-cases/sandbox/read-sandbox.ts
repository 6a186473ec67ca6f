import { Injectable } from '@nestjs/common'
import { DojoError, type SandboxView } from '@noops-dojo/contracts'
import { EventLog, FaultLedger, LabCatalog, SandboxStore } from '../../domain/ports/index.ts'
import { sandboxView } from '../../domain/sandbox/sandbox-view.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { ReadTasks } from '../task/read-tasks.ts'

/** Gives a sandbox as its owner sees it. Who may see it is decided before. */
@Injectable()
export class ReadSandbox {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly tasks: ReadTasks,
    private readonly faults: FaultLedger,
    private readonly events: EventLog,
  ) {}

  /** Throws SANDBOX_NOT_FOUND. */
  async execute(sandboxId: string): Promise<SandboxView> {
    const sandbox = await this.sandboxes.find(sandboxId)
    if (!sandbox) throw new DojoError('SANDBOX_NOT_FOUND', 'There is no such sandbox.')
    return this.view(sandbox)
  }

  async view(sandbox: Sandbox): Promise<SandboxView> {
    const [{ tasks, score }, faults, lastSeq] = await Promise.all([
      this.tasks.execute(sandbox),
      this.faults.listOfSandbox(sandbox.id),
      this.events.lastSeq(sandbox.id),
    ])
    return sandboxView(sandbox, { lab: this.labs.find(sandbox.labId), tasks, score, faults, lastSeq })
  }
}
