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
import type { TaskProgress } from '../../domain/task/task-progress.ts'
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

  /** Throws NOT_FOUND for an unknown class. It is read once a second: as many queries for thirty learners as for one. */
  async execute(classroomId: string): Promise<BoardRow[]> {
    await this.findClassroom.execute(classroomId)
    const learners = await this.classrooms.listLearners(classroomId)
    const sandboxes = await this.sandboxes.listPlacesOfClassroom(classroomId)
    const places = learners.map((learner) => ({ learner, sandbox: currentSandbox(sandboxes, learner.id) }))
    const ids = places.flatMap(({ sandbox }) => sandbox?.id ?? [])
    const progress = Map.groupBy(await this.tasks.listOfSandboxes(ids), ({ sandboxId }) => sandboxId)
    return Promise.all(
      places.map(({ learner, sandbox }) => this.row(learner, sandbox, progress.get(sandbox?.id ?? '') ?? [])),
    )
  }

  private async row(
    learner: Learner,
    sandbox: Sandbox | undefined,
    progress: readonly TaskProgress[],
  ): Promise<BoardRow> {
    const now = this.clock.now()
    if (sandbox === undefined) return boardRow(learner, undefined, [], now)
    const lab = this.labs.find(sandbox.labId)
    return boardRow(learner, { sandbox, lab, progress }, await this.strip(sandbox, lab, now), now)
  }

  /** A board without heartbeats is better than none: a gateway that is away gives no samples and is not waited for. */
  private async strip(sandbox: Sandbox, lab: Lab | undefined, now: number): Promise<ProbeSample[]> {
    const { probes = {}, slo } = lab?.file.spec ?? {}
    const probe = shownProbeName(Object.keys(probes), slo)
    if (probe === undefined || !isUsable(sandbox) || !this.gateway.isConnected()) return []
    return this.gateway.samples(sandbox.id, probe, now - stripMs, now).catch(() => [])
  }
}
