import { renameSync, rmSync, writeFileSync } from 'node:fs'

/**
 * Writes a file beside its place and moves it there: a reader never sees half a file, and a full disk leaves the old one
 * as it was. Throws what the file system says; no draft is left then.
 */
export const writeWhole = (file: string, text: string, mode = 0o666): void => {
  const draft = `${file}.${process.pid}.new`
  try {
    writeFileSync(draft, text, { mode })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
