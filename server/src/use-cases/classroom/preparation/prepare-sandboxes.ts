import { Injectable } from '@nestjs/common'
import { DojoError, type PreparationView } from '@noops-dojo/contracts'
import { preparationLifeMs } from '../../../domain/classroom/preparation.ts'
import type { Lab } from '../../../domain/lab/lab.ts'
import { ClassroomStore, Clock, SandboxEngine } from '../../../domain/ports/index.ts'
import { SandboxSettings } from '../../../domain/sandbox/sandbox-settings.ts'
import { FindLab } from '../../lab/find-lab.ts'
import { RunSandboxes } from '../../sandbox/upkeep/run-sandboxes.ts'
import { FindClassroom } from '../find-classroom.ts'
import { ReadPreparation } from './read-preparation.ts'

export interface PreparationOrder {
  readonly labId: string
  /** Starts that are expected. */
  readonly count: number
}

/** Has sandboxes of a lab built before a class comes, so that nobody waits. The pool does the work. */
@Injectable()
export class PrepareSandboxes {
  constructor(
    private readonly classrooms: ClassroomStore,
    private readonly findClassroom: FindClassroom,
    private readonly labs: FindLab,
    private readonly engine: SandboxEngine,
    private readonly settings: SandboxSettings,
    private readonly clock: Clock,
    private readonly read: ReadPreparation,
    private readonly run: RunSandboxes,
  ) {}

  /**
   * Replaces what the class asked for before, and counts from now. Throws NOT_FOUND, CLASSROOM_CLOSED, LAB_NOT_FOUND,
   * LAB_INVALID, ENGINE_AWAY, PREPARATION_IMPOSSIBLE for more than the host may run.
   */
  async execute(classroomId: string, { labId, count }: PreparationOrder): Promise<PreparationView | null> {
    const { closedAt } = await this.findClassroom.execute(classroomId)
    if (closedAt !== null)
      throw new DojoError(
        'CLASSROOM_CLOSED',
        'This class is closed: nobody comes any more. Open a new class.',
      )
    const lab = this.labs.execute(labId)
    this.assertPossible(count)
    await this.assertImages(lab)
    const since = this.clock.now()
    const preparation = { labId, count, since, until: since + preparationLifeMs }
    await this.classrooms.savePreparation(classroomId, preparation)
    this.run.reconcileSoon()
    return this.read.execute(classroomId)
  }

  private assertPossible(count: number): void {
    const { isPoolOn, maxSandboxes } = this.settings
    if (!isPoolOn)
      throw new DojoError(
        'PREPARATION_IMPOSSIBLE',
        'This dojo builds no sandboxes in advance (DOJO_POOL=off). Set it to on.',
      )
    if (count > maxSandboxes)
      throw new DojoError(
        'PREPARATION_IMPOSSIBLE',
        `This host runs ${maxSandboxes} sandboxes at most (DOJO_MAX_SANDBOXES). Ask for fewer, or raise it.`,
        { maxSandboxes },
      )
  }

  private async assertImages({ id, file }: Lab): Promise<void> {
    const missing = await this.engine.missingImages(file.spec.images)
    if (missing.length > 0)
      throw new DojoError(
        'LAB_INVALID',
        `The lab ${id} needs images that are not here: ${missing.join(', ')}.`,
      )
  }
}
