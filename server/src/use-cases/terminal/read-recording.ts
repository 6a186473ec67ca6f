import { Injectable } from '@nestjs/common'
import { DojoError } from '@noops-dojo/contracts'
import { RecordingStore } from '../../domain/ports/index.ts'

/** Gives a terminal’s recording so far as asciicast v3. */
@Injectable()
export class ReadRecording {
  constructor(private readonly recordings: RecordingStore) {}

  /** Throws NOT_FOUND when that terminal was never opened. */
  async execute(sandboxId: string, terminal: string): Promise<AsyncIterable<Uint8Array>> {
    const pieces = await this.recordings.read(sandboxId, terminal)
    if (!pieces) throw new DojoError('NOT_FOUND', `Terminal ${terminal} has no recording yet. Open it first.`)
    return pieces
  }
}
