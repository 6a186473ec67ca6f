import { type FromBrowser, type TerminalSize, terminalFlow } from '@noops-dojo/contracts'
import type { Clock } from '../ports/clock.ts'
import type { Shell } from '../ports/engine/sandbox-engine.ts'
import { coalesceMs, OutputBatch } from './output-batch.ts'
import { Pump } from './pump.ts'
import { ReplayBuffer } from './replay-buffer.ts'
import { typedBytes } from './typed-input.ts'
import { closeCodes, type Viewer } from './viewer.ts'
import { Viewport } from './viewport.ts'

/** Bytes that a page which lost its connection can catch up on. */
export const ringBytes = 262_144
const stallMs = 10_000
/** Between two sizes of a redraw: signals that follow at once become one, and the program sees no change. */
const redrawMs = 50

export type Hello = Extract<FromBrowser, { type: 'hello' }>

/** What happens in a session that others want to know. */
export interface SessionWatcher {
  onOutput(bytes: Uint8Array, at: number): void
  onResize(size: TerminalSize, at: number): void
  onTyped(viewer: Viewer, bytes: number, at: number): void
  /** Nobody is attached any more, or somebody is again. */
  onAudience(viewers: number): void
  onEnd(code: number | null, at: number): void
}

/** With what a session begins. */
export interface Opening {
  readonly epoch: string
  readonly size: TerminalSize
  readonly earlier: Uint8Array
}

/**
 * One held shell with everybody who is attached to it. Output is copied once into the ring and handed to every
 * viewer; the slowest one governs the shell’s pace until it stalls, then it is dropped and may come back by offset.
 */
export class TerminalSession {
  readonly epoch: string
  readonly #shell: Shell
  readonly #clock: Clock
  readonly #watcher: SessionWatcher
  readonly #viewers = new Map<string, Viewer>()
  readonly #ring = new ReplayBuffer(ringBytes)
  readonly #pump: Pump
  readonly #batch = new OutputBatch()
  readonly #viewport: Viewport
  #flushTimer: NodeJS.Timeout | undefined
  #stallTimer: NodeJS.Timeout | undefined
  #isResizing = false
  #isOver = false

  /** `opening.earlier`: what the terminal showed before this session; who comes sees it first. */
  constructor(shell: Shell, opening: Opening, clock: Clock, watcher: SessionWatcher) {
    this.#shell = shell
    this.#ring.append(opening.earlier)
    this.#pump = new Pump({ ...terminalFlow, stallMs }, this.#ring.end)
    this.#clock = clock
    this.#watcher = watcher
    this.epoch = opening.epoch
    this.#viewport = new Viewport(opening.size)
    shell.onData((bytes) => this.#receive(bytes))
    shell.onExit((code) => this.#exit(code))
    shell.onDrain(() => this.#viewers.forEach((viewer) => viewer.resumeInput()))
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get viewers(): number {
    return this.#viewers.size
  }

  /** Brings a viewer up to date and keeps it so. */
  attach(viewer: Viewer, hello: Hello): void {
    this.#flush()
    const isKnown = hello.epoch === this.epoch && hello.offset !== undefined && this.#ring.has(hello.offset)
    const offset = isKnown ? (hello.offset as number) : this.#ring.replayStart
    const isCut = !isKnown && offset > 0
    const missed = this.#ring.read(offset)
    viewer.tell({ type: 'ready', epoch: this.epoch, offset, replay: missed.length, reset: !isKnown })
    if (missed.length > 0) viewer.send(missed)
    this.#viewers.set(viewer.id, viewer)
    this.#pump.join(viewer.id, offset)
    this.#resizeTo(this.#viewport.join(viewer.id, hello))
    if (isCut) this.#redraw()
    this.#watcher.onAudience(this.#viewers.size)
  }

  detach(id: string): void {
    if (!this.#viewers.delete(id)) return
    this.#pump.leave(id)
    this.#resizeTo(this.#viewport.leave(id))
    this.#govern()
    this.#watcher.onAudience(this.#viewers.size)
  }

  /** Bytes from a viewer, as they came. */
  input(id: string, bytes: Uint8Array): void {
    const viewer = this.#viewers.get(id)
    if (!viewer || this.#isOver) return
    if (!this.#shell.write(bytes)) this.#viewers.forEach((each) => each.pauseInput())
    const typed = typedBytes(bytes)
    if (typed === 0) return
    this.#resizeTo(this.#viewport.active(id))
    this.#watcher.onTyped(viewer, typed, this.#clock.now())
  }

  /** Gives false when the acknowledgement is of bytes that were never sent. */
  ack(id: string, offset: number): boolean {
    const isRight = this.#pump.ack(id, offset)
    this.wrote(id)
    return isRight
  }

  /** To be called when a viewer’s socket has written what it held. */
  wrote(id: string): void {
    const viewer = this.#viewers.get(id)
    if (viewer && this.#pump.isPaused) {
      this.#pump.setUnsent(id, viewer.unsentBytes())
      this.#govern()
    }
  }

  resize(id: string, size: TerminalSize): void {
    this.#resizeTo(this.#viewport.resize(id, size))
  }

  /** Leaves the shell to its holder; viewers are told to come again. */
  close(code: number, reason: string): void {
    this.#finish(null)
    this.#shell.close()
    for (const viewer of this.#viewers.values()) viewer.close(code, reason)
    this.#viewers.clear()
  }

  #receive(bytes: Uint8Array): void {
    if (this.#isOver) return
    const now = this.#clock.now()
    for (const ready of this.#batch.offer(bytes, now)) this.#deliver(ready, now)
    if (!this.#batch.isEmpty) this.#flushTimer ??= setTimeout(() => this.#flush(), coalesceMs)
  }

  #flush(): void {
    clearTimeout(this.#flushTimer)
    this.#flushTimer = undefined
    if (!this.#batch.isEmpty) this.#deliver(this.#batch.take(), this.#clock.now())
  }

  #deliver(bytes: Uint8Array, now: number): void {
    if (this.#flushTimer !== undefined && this.#batch.isEmpty) {
      clearTimeout(this.#flushTimer)
      this.#flushTimer = undefined
    }
    for (const viewer of this.#viewers.values()) {
      viewer.send(bytes)
      this.#pump.setUnsent(viewer.id, viewer.unsentBytes())
    }
    this.#ring.append(bytes)
    this.#pump.advance(bytes.length)
    this.#govern()
    this.#watcher.onOutput(bytes, now)
  }

  /** Pauses or resumes the shell’s output as its readers can bear, and drops those who hold the others up. */
  #govern(): void {
    const step = this.#pump.update(this.#clock.now())
    if (step === 'pause') this.#shell.pause()
    if (step === 'resume') this.#shell.resume()
    if (this.#pump.isPaused && !this.#isOver)
      this.#stallTimer ??= setTimeout(() => this.#dropStalled(), 1_000)
  }

  #dropStalled(): void {
    this.#stallTimer = undefined
    for (const id of this.#pump.stalled(this.#clock.now())) {
      const viewer = this.#viewers.get(id)
      viewer?.tell({ type: 'notice', key: 'too-slow', text: 'This page read too slowly and is catching up.' })
      viewer?.close(closeCodes.tooSlow, 'too slow')
      this.detach(id)
    }
    this.#govern()
  }

  #resizeTo(size: TerminalSize | undefined): void {
    if (!size || this.#isOver) return
    this.#watcher.onResize(size, this.#clock.now())
    if (!this.#isResizing) void this.#applySize()
  }

  /** One resize at a time; a burst of them ends with the last size. */
  async #applySize(): Promise<void> {
    this.#isResizing = true
    let applied: TerminalSize | undefined
    while (this.#viewport.size && this.#viewport.size !== applied && !this.#isOver) {
      applied = this.#viewport.size
      await this.#shell.resize(applied.cols, applied.rows).catch(() => undefined)
    }
    this.#isResizing = false
  }

  /** A program that owns the screen draws it anew when its window changes (SIGWINCH needs a real change). */
  #redraw(): void {
    const size = this.#viewport.size
    if (!size || this.#isResizing) return
    this.#isResizing = true
    const smaller = { cols: size.cols, rows: Math.max(1, size.rows - 1) }
    void this.#shell
      .resize(smaller.cols, smaller.rows)
      .catch(() => undefined)
      .then(() => this.#clock.sleep(redrawMs))
      .then(() => this.#applySize())
  }

  #exit(code: number | null): void {
    if (this.#isOver) return
    this.#flush()
    this.#finish(code)
    for (const viewer of this.#viewers.values()) {
      viewer.tell({ type: 'exit', code })
      viewer.close(closeCodes.exited, 'the shell ended')
    }
    this.#viewers.clear()
  }

  #finish(code: number | null): void {
    if (this.#isOver) return
    this.#isOver = true
    clearTimeout(this.#flushTimer)
    clearTimeout(this.#stallTimer)
    this.#watcher.onEnd(code, this.#clock.now())
  }
}
