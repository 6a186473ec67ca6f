import { existsSync, readdirSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import colors from 'picocolors'
import {
  findLabFolders,
  loadLab,
  problemLine,
  refuseTwins,
  warnOfOneOrder,
  type LabLoad,
} from '@noops-dojo/lab-source'
import { exitCodes, InvalidInputError, type ExitCode } from '../../grading/exit-codes.ts'
import { folderOfFile } from '../../grading/find-lab.ts'
import { repositoryRoot } from '../../launcher/settings.ts'

export interface LintFlags {
  readonly format: string
  readonly strict?: boolean
}

const allLabs = join(repositoryRoot, 'labs')

/** A lab, a track with labs, or a folder of tracks. */
const foldersOf = (path: string): string[] => {
  if (path.trim() === '') throw new InvalidInputError('The name of a folder is empty.')
  const found = [resolve(path), join(allLabs, path)].find((candidate) => existsSync(candidate))
  if (found === undefined)
    throw new InvalidInputError(`There is no folder ${path}: name a lab, a track, or a folder of tracks.`)
  const folder = folderOfFile(found)
  if (!statSync(folder).isDirectory())
    throw new InvalidInputError(`${path} is a file: name the folder of the lab, or its lab.yaml.`)
  if (existsSync(join(folder, 'lab.yaml'))) return [folder]
  const inTracks = findLabFolders(folder)
  const inTrack =
    inTracks.length > 0
      ? inTracks
      : findLabFolders(resolve(folder, '..')).filter((lab) => lab.startsWith(`${folder}/`))
  // A folder without any lab is told as one: its lab.yaml is missing.
  return inTrack.length > 0 ? inTrack : [folder]
}

/** The labs beside the given ones, in their tracks: they have to agree on an order. */
const siblingsOf = (folders: readonly string[]): string[] =>
  [...new Set(folders.map((folder) => dirname(folder)))].flatMap((track) =>
    readdirSync(track)
      .map((name) => join(track, name))
      .filter((folder) => existsSync(join(folder, 'lab.yaml')) && !folders.includes(folder)),
  )

/** Loads the labs; one of the repository's is compared with all others there, since they end up in one catalog. */
const loadAll = (folders: readonly string[]): readonly LabLoad[] => {
  const isOurs = folders.some((folder) => folder.startsWith(`${allLabs}/`))
  const others = isOurs ? findLabFolders(allLabs).filter((folder) => !folders.includes(folder)) : []
  const neighbours = others.map(loadLab)
  const siblings = siblingsOf(folders).filter((folder) => !others.includes(folder))
  const loads = refuseTwins(folders.map(loadLab), neighbours)
  return warnOfOneOrder(loads, [...neighbours, ...siblings.map(loadLab)])
}

const printText = (loads: readonly LabLoad[]): void => {
  for (const { labId, folder, problems } of loads) {
    const prefix = `${relative(process.cwd(), folder) || '.'}/`
    for (const problem of problems) {
      const word = problem.severity === 'error' ? colors.red('error') : colors.yellow('warning')
      console.log(`${word} ${problemLine(problem, prefix)}`)
    }
    if (problems.length === 0) console.log(`${colors.green('✓')} ${labId}`)
  }
}

const printJson = (loads: readonly LabLoad[]): void => {
  const labs = loads.map(({ labId, folder, problems }) => ({ lab: labId, folder, problems }))
  console.log(JSON.stringify({ labs }, null, 2))
}

/** `dojo lab lint`: prints every problem of the labs. Gives 0, 4 when a lab has an error, 5 when there is no lab. */
export const lint = (paths: readonly string[], flags: LintFlags): ExitCode => {
  if (flags.format !== 'text' && flags.format !== 'json')
    throw new InvalidInputError(`There is no format "${flags.format}"; there are text and json.`)
  const wanted = paths.length > 0 ? paths : [allLabs]
  const loads = loadAll([...new Set(wanted.flatMap(foldersOf))])
  if (flags.format === 'json') printJson(loads)
  else printText(loads)
  if (loads.length === 0) return exitCodes.nothingRun
  const isBad = loads.some(({ problems }) =>
    problems.some(({ severity }) => severity === 'error' || flags.strict === true),
  )
  return isBad ? exitCodes.invalid : exitCodes.passed
}
