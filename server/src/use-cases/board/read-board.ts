import { Injectable } from '@nestjs/common'
import { shownProbeName, type BoardRow, type Learner, type ProbeSample } from '@noops-dojo/contracts'
import { boardRow, currentSandbox } from '../../domain/classroom/board.ts'
import type { Lab } from '../../domain/lab/lab.ts'
import {
  ClassroomStore,
  Clock,
  LabCatalog,
  ProbeGateway,
  SandboxStore,
  TaskStore,
} from '../../domain/ports/index.ts'
import { isUsable } from '../../domain/sandbox/sandbox-state.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { FindClassroom } from '../classroom/find-classroom.ts'

const stripMs = 30_000

/** Who of a class is on which task, in the order they joined. */
@Injectable()
export class ReadBoard {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly findClassroom: FindClassroom,
    private readonly sandboxes: SandboxStore,
    private readonly labs: LabCatalog,
    private readonly tasks: TaskStore,
    private readonly gateway: ProbeGateway,
    private readonly clock: Clock,
  ) {}

  /** Throws NOT_FOUND for an unknown class. */
  async execute(classroomId: string): Promise<BoardRow[]> {
    await this.findClassroom.execute(classroomId)
    const learners = await this.classrooms.listLearners(classroomId)
    const sandboxes = await this.sandboxes.listOfClassroom(classroomId)
    return Promise.all(learners.map((learner) => this.row(learner, sandboxes)))
  }

  private async row(learner: Learner, sandboxes: readonly Sandbox[]): Promise<BoardRow> {
    const now = this.clock.now()
    const sandbox = currentSandbox(sandboxes, learner.id)
    if (sandbox === undefined) return boardRow(learner, undefined, [], now)
    const lab = this.labs.find(sandbox.labId)
    const progress = await this.tasks.list(sandbox.id)
    return boardRow(learner, { sandbox, lab, progress }, await this.strip(sandbox, lab, now), now)
  }

  /** A board without heartbeats is better than none: a gateway that is away gives no samples. */
  private async strip(sandbox: Sandbox, lab: Lab | undefined, now: number): Promise<ProbeSample[]> {
    const { probes = {}, slo } = lab?.file.spec ?? {}
    const probe = shownProbeName(Object.keys(probes), slo)
    if (probe === undefined || !isUsable(sandbox)) return []
    return this.gateway.samples(sandbox.id, probe, now - stripMs, now).catch(() => [])
  }
}
