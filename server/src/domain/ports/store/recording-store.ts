/** A recording that is being written. Never throws: a full disk stops the recording, not the terminal. */
export interface Recording {
  /** True: the file is new and wants its header first. */
  readonly isNew: boolean
  /** True: it reached its size and takes no more. */
  readonly isFull: boolean
  append(text: string): void
  /** Resolves when all is on disk. */
  close(): Promise<void>
}

/** Terminal recordings as text files, capped in size. They live as long as their sandbox. */
export abstract class RecordingStore {
  /** Opens for appending. After a crash the torn last line is cut off first. */
  abstract open(sandboxId: string, terminal: string): Promise<Recording>
  /** The text so far, in pieces; undefined: never recorded. */
  abstract read(sandboxId: string, terminal: string): Promise<AsyncIterable<Uint8Array> | undefined>
  /** The end of the text so far, `bytes` at most; its first line may be torn. Empty: never recorded. */
  abstract readNewest(sandboxId: string, terminal: string, bytes: number): Promise<string>
  /** Ids of the sandboxes that have recordings. */
  abstract listSandboxes(): Promise<string[]>
  abstract remove(sandboxId: string): Promise<void>
}
