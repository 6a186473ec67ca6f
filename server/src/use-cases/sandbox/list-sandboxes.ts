import { Injectable } from '@nestjs/common'
import type { SandboxView } from '@noops-dojo/contracts'
import { SandboxStore } from '../../domain/ports/index.ts'
import { ReadSandbox } from './read-sandbox.ts'

/** A learner’s history is long; the page shows what is recent. */
const listed = 50

/** Lists sandboxes, newest first. */
@Injectable()
export class ListSandboxes {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly read: ReadSandbox,
  ) {}

  /** A learner’s own, gone ones too; null (instructors, graders): all live ones, the pool left out. */
  async execute(learnerId: string | null): Promise<SandboxView[]> {
    const rows =
      learnerId === null
        ? (await this.sandboxes.listLive()).filter(({ claim }) => claim === 'claimed').reverse()
        : await this.sandboxes.listOfLearner(learnerId)
    const newest = [...rows].sort((a, b) => b.createdAt - a.createdAt).slice(0, listed)
    return Promise.all(newest.map((sandbox) => this.read.view(sandbox)))
  }
}
