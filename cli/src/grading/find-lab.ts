import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { loadLab, problemLine, type LabLoad, type LoadedLab } from '@noops-dojo/lab-source'
import { repositoryRoot } from '../launcher/settings.ts'
import { InvalidInputError } from './exit-codes.ts'

export interface FoundLab extends LabLoad {
  readonly lab: LoadedLab
}

/** The path of a lab.yaml stands for the folder it is in. */
export const folderOfFile = (path: string): string => (basename(path) === 'lab.yaml' ? dirname(path) : path)

/** Gives the folder that `name` stands for: a path to it or its lab.yaml, or <track>/<NN-slug> of this repository’s labs. */
export const labFolderOf = (name: string, labsRoot = join(repositoryRoot, 'labs')): string => {
  const folderName = folderOfFile(name)
  const candidates = [resolve(folderName), join(labsRoot, folderName)]
  const folder = candidates.find((path) => existsSync(join(path, 'lab.yaml')))
  if (folder === undefined)
    throw new InvalidInputError(
      `There is no lab.yaml in ${[...new Set(candidates)].join(' nor in ')}: name a lab's folder, or <track>/<NN-slug>.`,
    )
  return folder
}

/** Loads a lab that is to be run. Throws InvalidInputError with every error of its files. */
export const findLab = (name: string): FoundLab => {
  const folder = labFolderOf(name)
  const load = loadLab(folder)
  const { lab } = load
  if (lab) return { ...load, lab }
  const errors = load.problems.filter(({ severity }) => severity === 'error')
  throw new InvalidInputError(
    `The lab cannot be run; "dojo lab lint" shows this too:\n${errors.map((problem) => problemLine(problem, `${folder}/`)).join('\n')}`,
  )
}
