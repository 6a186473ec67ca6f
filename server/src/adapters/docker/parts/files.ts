import { posix } from 'node:path'
import { DojoError } from '@noops-dojo/contracts'
import { pack } from 'tar-stream'
import type { FileEntry } from '../../../domain/ports/engine/sandbox-engine.ts'
import { partName, type SandboxPart } from '../../../domain/sandbox/engine-names.ts'
import { homeFolder, learnerUser } from '../../../domain/sandbox/lab/lab-files.ts'
import type { EngineConnection } from '../engine-connection.ts'
import { hasStatus } from '../engine-errors.ts'

interface Owner {
  readonly uid: number
  readonly gid: number
}

const learner: Owner = { uid: learnerUser.uid, gid: learnerUser.gid }

const ancestors = (path: string): string[] => {
  const parent = posix.dirname(path)
  return parent === '.' || parent === '/' ? [] : [...ancestors(parent), parent]
}

/** Throws SUBMISSION_INVALID for a path that would leave `folder`: the archive is unpacked at the root. */
const placed = (folder: string, path: string): string => {
  const full = posix.join(folder, path)
  if (path.startsWith('/') || path.includes('\0') || !full.startsWith(`${posix.join(folder, '.')}/`))
    throw new DojoError('SUBMISSION_INVALID', `The file name "${path}" leads out of its folder.`, { path })
  return full.slice(1)
}

const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`)

/** Of a folder on the way: an archive that names the home as root's would take it from the learner. */
const ownerOf = (path: string, root: string, owner: Owner): Owner => {
  if (isIn(path, root)) return owner
  return isIn(path, homeFolder.slice(1)) ? learner : { uid: 0, gid: 0 }
}

/** A tar of `files` below `folder`, every folder on the way included, so that none is made with the engine’s mode. */
export const archiveOf = async (
  folder: string,
  files: readonly FileEntry[],
  { uid, gid }: Owner,
): Promise<Buffer> => {
  const tar = pack()
  const owner = { uid, gid }
  const root = folder.slice(1)
  const folders = new Set([...ancestors(root), root])
  const entries = files.map((file) => ({ ...file, path: placed(folder, file.path) }))
  for (const { path } of entries) for (const each of ancestors(path)) folders.add(each)
  for (const each of folders)
    tar.entry({ name: `${each}/`, type: 'directory', mode: 0o755, ...ownerOf(each, root, owner) })
  for (const { path, bytes, mode } of entries) tar.entry({ name: path, mode, ...owner }, Buffer.from(bytes))
  tar.finalize()
  const chunks: Buffer[] = []
  for await (const chunk of tar) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

/** Writes files into a running part; existing ones are replaced. */
export const putFilesInto = async (
  engine: EngineConnection,
  sandboxId: string,
  part: SandboxPart,
  content: { folder: string; files: readonly FileEntry[]; owner: Owner },
): Promise<void> => {
  if (content.files.length === 0) return
  const archive = await archiveOf(content.folder, content.files, content.owner)
  try {
    await engine.call('put files', (docker) =>
      docker.getContainer(partName(sandboxId, part)).putArchive(archive, { path: '/' }),
    )
  } catch (error) {
    if (hasStatus(error, 404, 409))
      throw new DojoError('SANDBOX_NOT_READY', `The ${part} of sandbox ${sandboxId} is not there.`, {}, error)
    throw error
  }
}
