import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { loadLab, type LabLoad } from './load-lab.ts'
import { inReadingOrder } from './problem.ts'

/** A link to nowhere is no folder, and no reason to list nothing else. */
const isFolder = (path: string): boolean => {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}

const folders = (root: string): string[] =>
  existsSync(root)
    ? readdirSync(root)
        .sort()
        .filter((name) => !name.startsWith('.') && isFolder(join(root, name)))
        .map((name) => join(root, name))
    : []

/** Gives the folders of all labs below `root`: `<root>/<track>/<NN-slug>` with a lab.yaml or numbered like one. */
export const findLabFolders = (root: string): string[] =>
  folders(root)
    .flatMap(folders)
    .filter((folder) => existsSync(join(folder, 'lab.yaml')) || /\/\d+-[^/]+$/.test(folder))

/**
 * Gives the loads, with an error on each whose id another lab has too. `neighbours`: labs that are in the same catalog
 * and are only compared with.
 */
export const refuseTwins = (
  loads: readonly LabLoad[],
  neighbours: readonly LabLoad[] = [],
): readonly LabLoad[] =>
  loads.map((load) => {
    const twin = [...loads, ...neighbours].find(
      (other) => other.folder !== load.folder && other.labId === load.labId,
    )
    if (!twin) return load
    const problem = {
      file: 'lab.yaml',
      ...load.idPlace,
      rule: 'lab-id-twice',
      severity: 'error' as const,
      message: `The id "${load.labId}" is also that of ${twin.folder}. Give one of the two another metadata.id.`,
    }
    return { ...load, lab: undefined, problems: inReadingOrder([problem, ...load.problems]) }
  })

const placeInTrack = ({ lab, orderPlace }: LabLoad): string | undefined =>
  lab && orderPlace.line > 0 ? `${lab.file.metadata.track}/${lab.file.metadata.order}` : undefined

/** Gives the loads, with a warning on each whose written place in its track another lab has too. `neighbours`: as above. */
export const warnOfOneOrder = (
  loads: readonly LabLoad[],
  neighbours: readonly LabLoad[] = [],
): readonly LabLoad[] =>
  loads.map((load) => {
    const place = placeInTrack(load)
    const others = [...loads, ...neighbours].filter(({ folder }) => folder !== load.folder)
    const other = place === undefined ? undefined : others.find((one) => placeInTrack(one) === place)
    if (!other || !load.lab) return load
    const { order, track } = load.lab.file.metadata
    const problem = {
      file: 'lab.yaml',
      ...load.orderPlace,
      rule: 'lab-order-twice',
      severity: 'warning' as const,
      message: `"${load.labId}" and "${other.labId}" (${other.folder}) both have order ${order} in the track ${track}: give one of them another.`,
    }
    return { ...load, problems: inReadingOrder([...load.problems, problem]) }
  })

/** Loads every lab below `root`. Two labs with one id are both broken, two with one place in a track are warned of. */
export const loadCatalog = (root: string): readonly LabLoad[] =>
  warnOfOneOrder(refuseTwins(findLabFolders(root).map(loadLab)))
