import { Injectable } from '@nestjs/common'
import { bundleFormat, type BundleHeader, type BundleSamples } from '@noops-dojo/contracts'
import { BundleWriter } from '../../domain/evidence/bundle-writer.ts'
import {
  AttemptSampleStore,
  AttemptStore,
  Clock,
  EventLog,
  EvidenceSigner,
  LabCatalog,
  SandboxTopology,
  type StoredAttempt,
} from '../../domain/ports/index.ts'
import { revealedSeed, viewAttempt } from '../../domain/recovery/attempt-view.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'

const pageSize = 1_000
const samplesPerLine = 500

/** The evidence of a sandbox, signed: header, events, samples, attempts, manifest, signature. In pieces. */
@Injectable()
export class BundleSandbox {
  constructor(
    private readonly events: EventLog,
    private readonly attempts: AttemptStore,
    private readonly samples: AttemptSampleStore,
    private readonly labs: LabCatalog,
    private readonly topology: SandboxTopology,
    private readonly signer: EvidenceSigner,
    private readonly clock: Clock,
  ) {}

  /** The log goes on while it is read: the bundle holds what there was when it began. */
  async *execute(sandbox: Sandbox): AsyncGenerator<string> {
    const writer = new BundleWriter()
    const lastSeq = await this.events.lastSeq(sandbox.id)
    const attempts = await this.attempts.listOfSandbox(sandbox.id)
    yield writer.line(await this.#header(sandbox, attempts))
    for (let seq = 0; seq < lastSeq;) {
      const page = await this.events.list(sandbox.id, seq, Math.min(pageSize, lastSeq - seq))
      for (const event of page) yield writer.line({ line: 'event', event })
      if (page.length === 0) break
      seq = page.at(-1)?.seq ?? lastSeq
    }
    for (const { id } of attempts) for await (const part of this.#samplesOf(id)) yield writer.line(part)
    for (const attempt of attempts) yield writer.line({ line: 'attempt', attempt: viewAttempt(attempt) })
    yield writer.end((text) => this.signer.sign(text))
  }

  async #header(sandbox: Sandbox, attempts: readonly StoredAttempt[]): Promise<BundleHeader> {
    const { id, labId, labDigest, createdAt, readyAt, goneAt } = sandbox
    return {
      line: 'header',
      format: bundleFormat,
      createdAt: this.clock.now(),
      sandbox: { id, labId, labDigest, createdAt, readyAt, goneAt },
      seals: attempts.map((attempt) => ({
        ...{ attemptId: attempt.id, taskId: attempt.taskId, commit: attempt.commit },
        seed: revealedSeed(attempt),
      })),
      images: await this.#images(labId),
      publicKey: this.signer.publicKey,
    }
  }

  /** A bundle is worth having also while the engine is away; then it names no images. */
  async #images(labId: string): Promise<Record<string, string>> {
    const spec = this.labs.find(labId)?.file.spec
    if (!spec) return {}
    const names = [...spec.images, spec.workstation.image, 'gateway']
    return this.topology.imageDigests([...new Set(names)]).catch(() => ({}))
  }

  async *#samplesOf(attemptId: string): AsyncGenerator<BundleSamples> {
    for (const { probe, everyMs, timeoutMs, samples } of await this.samples.list(attemptId))
      for (let at = 0; at < samples.length; at += samplesPerLine)
        yield {
          line: 'samples',
          ...{ attemptId, probe, part: at / samplesPerLine + 1, everyMs, timeoutMs },
          samples: samples.slice(at, at + samplesPerLine),
        }
  }
}
