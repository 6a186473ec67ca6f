import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { fileReason } from './file-reason.ts'

/** A folder that cannot be made; the message says at which part of the path, and why, without a point at its end. */
export class FolderError extends Error {}

/** Whether something stands there, followed through links; a link to nowhere is nothing. */
const isThere = (path: string): boolean => {
  try {
    return statSync(path, { throwIfNoEntry: false }) !== undefined
  } catch (error) {
    throw new FolderError(`${path} cannot be looked at: ${fileReason(error)}`, { cause: error })
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false

const makeOne = (path: string, mode: number): void => {
  try {
    mkdirSync(path, mode)
  } catch (error) {
    // Somebody else made it in the meantime.
    if (isFolder(path)) return
    const { code } = error as NodeJS.ErrnoException
    // The folder above is there: it takes no other, as /proc does not.
    const reason = code === 'ENOENT' ? `no folder can be made in ${dirname(path)}` : fileReason(error)
    throw new FolderError(`The folder ${path} cannot be made: ${reason}`, { cause: error })
  }
}

/**
 * Makes a folder and those above it, one by one: Node's own recursive way never comes back where the kernel takes no
 * folder. Gives its absolute path; `mode` is that of the folders that are made. Throws FolderError.
 */
export const makeFolder = (folder: string, mode = 0o777): string => {
  const path = resolve(folder)
  const missing: string[] = []
  for (let part = path; !isThere(part); part = dirname(part)) missing.unshift(part)
  for (const part of missing) makeOne(part, mode)
  if (!isFolder(path)) throw new FolderError(`${path} is a file, not a folder`)
  return path
}
