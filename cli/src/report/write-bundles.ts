import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Writes the signed evidence of each run's sandbox into `folder`, byte for byte as the server gave it. Gives the paths. */
export const writeBundles = (bundles: ReadonlyMap<string, string>, folder: string): string[] => {
  mkdirSync(folder, { recursive: true })
  return [...bundles].map(([sandboxId, text]) => {
    const path = join(folder, `${sandboxId}.evidence.ndjson`)
    writeFileSync(path, text)
    return path
  })
}
