import type { Lab, LabAsset } from '../../lab/lab.ts'
import type { FileEntry } from '../../ports/engine/sandbox-engine.ts'
import type { ParamValues } from './lab-parameters.ts'

/** Where a lab’s folder lies in workstation (set-up scripts only) and judge (set-up and checks). Owned by root. */
export const labFolder = '/opt/dojo/lab'
export const homeFolder = '/home/learner'
export const learnerUser = { name: 'learner', uid: 1000, gid: 1000 } as const
/** Sourced by login shells: how a terminal learns the public parameters, which are bound at claim. */
export const parameterFile = { folder: '/etc/profile.d', path: 'dojo-parameters.sh' } as const

const kept = /^(content|solution|wrong)\/|^lab\.ya?ml$/
const judgeOnly = /^checks\//

const entry = (asset: LabAsset, path: string): FileEntry => ({
  path,
  bytes: asset.bytes,
  mode: asset.executable ? 0o755 : 0o644,
})

const inFolder = (path: string, folder: string): string | null => {
  const prefix = `${folder.replace(/^\.?\/+|\/+$/g, '')}/`
  return path.startsWith(prefix) ? path.slice(prefix.length) : null
}

/** Files for the learner’s home. */
export const homeFiles = (lab: Lab): FileEntry[] => {
  const folder = lab.file.spec.workstation.files
  if (folder === undefined) return []
  return lab.assets.flatMap((asset) => {
    const path = inFolder(asset.path, folder)
    return path === null ? [] : [entry(asset, path)]
  })
}

/** Files below `labFolder`. Solutions, texts and the lab file never leave the server; checks only go to the judge. */
export const labFolderFiles = (lab: Lab, part: 'workstation' | 'judge'): FileEntry[] =>
  lab.assets
    .filter(({ path }) => !kept.test(path) && (part === 'judge' || !judgeOnly.test(path)))
    .filter(({ path }) => {
      const folder = lab.file.spec.workstation.files
      return part === 'judge' || folder === undefined || inFolder(path, folder) === null
    })
    .map((asset) => entry(asset, asset.path))

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`

/** The shell file that exports the public parameters. */
export const parameterScript = (values: ParamValues): FileEntry => ({
  path: parameterFile.path,
  bytes: new TextEncoder().encode(
    Object.entries(values)
      .map(([name, value]) => `export ${name}=${quoted(String(value))}\n`)
      .join(''),
  ),
  mode: 0o644,
})
