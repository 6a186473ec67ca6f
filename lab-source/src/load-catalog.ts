import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadLab, type LabLoad } from './load-lab.ts'

const folders = (root: string): string[] =>
  existsSync(root)
    ? readdirSync(root)
        .sort()
        .filter((name) => !name.startsWith('.') && statSync(join(root, name)).isDirectory())
        .map((name) => join(root, name))
    : []

/** Gives the folders of all labs below `root`: `<root>/<track>/<NN-slug>` with a lab.yaml or numbered like one. */
export const findLabFolders = (root: string): string[] =>
  folders(root)
    .flatMap(folders)
    .filter((folder) => existsSync(join(folder, 'lab.yaml')) || /\/\d+-[^/]+$/.test(folder))

/** Loads every lab below `root`. Two labs with one id are both broken. */
export const loadCatalog = (root: string): LabLoad[] => {
  const loads = findLabFolders(root).map(loadLab)
  return loads.map((load) => {
    const twin = loads.find((other) => other !== load && other.labId === load.labId)
    if (!twin) return load
    const problem = {
      file: 'lab.yaml',
      line: 0,
      column: 0,
      rule: 'lab-id-twice',
      severity: 'error' as const,
      message: `The id "${load.labId}" is also that of ${twin.folder}.`,
    }
    return { ...load, lab: undefined, problems: [problem, ...load.problems] }
  })
}
