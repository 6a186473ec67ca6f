import { Injectable } from '@nestjs/common'
import type { LabReadiness } from '../../domain/lab/lab-views.ts'
import type { Lab } from '../../domain/lab/lab.ts'
import { Clock, SandboxEngine, SandboxStore } from '../../domain/ports/index.ts'

/** The catalogue is read by everybody; the engine need not be asked each time. */
const imagesKnownMs = 5_000

/** Which labs can be started now, and from how many warm sandboxes. */
@Injectable()
export class ReadLabReadiness {
  #missing: { at: number; names: readonly string[] } = { at: Number.NEGATIVE_INFINITY, names: [] }

  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly engine: SandboxEngine,
    private readonly clock: Clock,
  ) {}

  /** Gives a function from lab to readiness. An engine that is away counts as having every image. */
  async execute(labs: readonly Lab[]): Promise<(lab: Lab) => LabReadiness> {
    const [live, missing] = await Promise.all([this.sandboxes.listLive(), this.#missingImages(labs)])
    const warm = live.filter(({ claim, state }) => claim === 'warm' && state === 'ready')
    return (lab) => ({
      pool: warm.filter(({ labId, labDigest }) => labId === lab.id && labDigest === lab.digest).length,
      missingImages: [lab.file.spec.workstation.image, ...lab.file.spec.images].filter((name) =>
        missing.includes(name),
      ),
    })
  }

  async #missingImages(labs: readonly Lab[]): Promise<readonly string[]> {
    const now = this.clock.now()
    if (now - this.#missing.at < imagesKnownMs) return this.#missing.names
    const wanted = [...new Set(labs.flatMap(({ file }) => file.spec.images))]
    const names = await this.engine.missingImages(wanted).catch(() => [])
    this.#missing = { at: now, names }
    return names
  }
}
