import { posix } from 'node:path'
import { DojoError } from '@noops-dojo/contracts'
import { extract, pack, type Header } from 'tar-stream'
import type { ContainerFile } from '../../domain/ports/engine/fault-engine.ts'
import type { EngineConnection } from './engine-connection.ts'
import { engineMessage, hasStatus } from './engine-errors.ts'

/** What a fault may read or write at once: certificates and settings, never data. */
const maxBytes = 64 * 1024

const firstEntry = async (
  archive: NodeJS.ReadableStream,
): Promise<{ header: Header; bytes: Buffer } | undefined> => {
  const entries = archive.pipe(extract())
  for await (const entry of entries) {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of entry as AsyncIterable<Buffer>) {
      size += chunk.length
      if (size > maxBytes) throw new DojoError('FAULT_INVALID', 'the file is larger than 64 KiB')
      chunks.push(chunk)
    }
    return { header: entry.header, bytes: Buffer.concat(chunks) }
  }
  return undefined
}

/**
 * Reads a file of a container, running or not, through the engine: a path never leaves the container there, also not by
 * a link that a learner laid. Undefined: no container, no such file, or no regular file.
 */
export const readContainerFile = async (
  engine: EngineConnection,
  containerId: string,
  path: string,
): Promise<ContainerFile | undefined> => {
  const archive = await engine.callUnless([404], 'read file', (docker) =>
    docker.getContainer(containerId).getArchive({ path }),
  )
  const entry = archive && (await firstEntry(archive))
  if (entry?.header.type !== 'file') return undefined
  const { mode = 0o644, uid = 0, gid = 0 } = entry.header
  return { content: entry.bytes.toString('base64'), mode: mode & 0o7777, uid, gid }
}

/** Replaces a file of a container with its owner and mode; a container that is gone is fine. */
export const writeContainerFile = async (
  engine: EngineConnection,
  containerId: string,
  path: string,
  { content, mode, uid, gid }: ContainerFile,
): Promise<void> => {
  const tar = pack()
  tar.entry({ name: posix.basename(path), mode, uid, gid, mtime: new Date() }, Buffer.from(content, 'base64'))
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  try {
    await engine.callUnless([404], 'write file', (docker) =>
      docker.getContainer(containerId).putArchive(Buffer.concat(chunks), { path: posix.dirname(path) }),
    )
  } catch (error) {
    if (!hasStatus(error, 400, 403, 500)) throw error
    throw new DojoError('FAULT_INVALID', `${path} cannot be written: ${engineMessage(error)}`, {}, error)
  }
}
