import { constants, createReadStream } from 'node:fs'
import { mkdir, open, readdir, rm, stat, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Injectable } from '@nestjs/common'
import { Config } from '../../config/config.ts'
import { type Recording, RecordingStore } from '../../domain/ports/index.ts'
import { FileRecording, recordingCapBytes } from './file-recording.ts'

const name = /^[a-z][a-z0-9-]{0,40}$/
const lineFeed = 0x0a
const tailBytes = 65_536
/** Of all recordings of a sandbox together: terminals can have any name, one after the other. */
const sandboxCapBytes = 4 * recordingCapBytes

/** The end of a file of `size`, `bytes` at most. */
const readEnd = async (file: FileHandle, size: number, bytes: number): Promise<Buffer> => {
  const position = Math.max(0, size - bytes)
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(size - position), position })
  return buffer.subarray(0, bytesRead)
}

/** Cuts a torn last line off (the server was killed while it wrote); gives the size that is left. */
const mendTail = async (file: FileHandle, size: number): Promise<number> => {
  const end = await readEnd(file, size, tailBytes)
  const whole = size - end.length + end.lastIndexOf(lineFeed) + 1
  if (whole < size) await file.truncate(whole)
  return whole
}

/** Recordings under `$DOJO_DATA/recordings/<sandbox>/<terminal>.cast`. */
@Injectable()
export class FileRecordingStore extends RecordingStore {
  readonly #root: string

  constructor(config: Config) {
    super()
    this.#root = join(config.dataDir, 'recordings')
  }

  async open(sandboxId: string, terminal: string): Promise<Recording> {
    const path = this.#path(sandboxId, terminal)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    const file = await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600)
    const { size } = await file.stat()
    const left = Math.max(0, sandboxCapBytes - (await this.#sizeOfOthers(path)))
    const capBytes = Math.min(recordingCapBytes, left)
    return new FileRecording(file, size === 0 ? 0 : await mendTail(file, size), capBytes)
  }

  async read(sandboxId: string, terminal: string): Promise<AsyncIterable<Uint8Array> | undefined> {
    const path = this.#path(sandboxId, terminal)
    const found = await stat(path).catch(() => undefined)
    // An end, so that a terminal that goes on writing does not make the download endless.
    return found && found.size > 0 ? createReadStream(path, { end: found.size - 1 }) : undefined
  }

  async readNewest(sandboxId: string, terminal: string, bytes: number): Promise<string> {
    const file = await open(this.#path(sandboxId, terminal), 'r').catch(() => undefined)
    if (!file) return ''
    try {
      const { size } = await file.stat()
      return (await readEnd(file, size, bytes)).toString('utf8')
    } finally {
      await file.close()
    }
  }

  async listSandboxes(): Promise<string[]> {
    return readdir(this.#root).catch(() => [])
  }

  async remove(sandboxId: string): Promise<void> {
    if (!name.test(sandboxId)) return
    await rm(join(this.#root, sandboxId), { recursive: true, force: true })
  }

  async #sizeOfOthers(path: string): Promise<number> {
    const folder = dirname(path)
    const others = (await readdir(folder)).map((each) => join(folder, each)).filter((each) => each !== path)
    const sizes = await Promise.all(
      others.map((each) =>
        stat(each).then(
          ({ size }) => size,
          () => 0,
        ),
      ),
    )
    return sizes.reduce((total, size) => total + size, 0)
  }

  #path(sandboxId: string, terminal: string): string {
    if (!name.test(sandboxId) || !name.test(terminal)) throw new RangeError('not the name of a recording')
    return join(this.#root, sandboxId, `${terminal}.cast`)
  }
}
