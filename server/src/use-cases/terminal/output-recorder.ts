import type { TerminalSize } from '@noops-dojo/contracts'
import type { Recording } from '../../domain/ports/index.ts'
import { Asciicast, attachedAgain } from '../../domain/terminal/asciicast.ts'

/** Writes one session’s output into its recording; a session after the first continues the same file. */
export class OutputRecorder {
  readonly #recording: Recording
  readonly #cast: Asciicast

  constructor(recording: Recording, size: TerminalSize, title: string, at: number) {
    this.#recording = recording
    this.#cast = new Asciicast(at)
    if (recording.isNew) {
      recording.append(this.#cast.header(size, title))
    } else {
      // v3 intervals are relative, so a file goes on after a restart of the server as if time had stood still.
      recording.append(this.#cast.marker(attachedAgain, at))
      recording.append(this.#cast.resize(size, at))
    }
  }

  output(bytes: Uint8Array, at: number): void {
    if (!this.#recording.isFull) this.#recording.append(this.#cast.output(bytes, at))
  }

  resize(size: TerminalSize, at: number): void {
    this.#recording.append(this.#cast.resize(size, at))
  }

  end(code: number | null, at: number): void {
    this.#recording.append(this.#cast.exit(code, at))
    void this.#recording.close()
  }
}
