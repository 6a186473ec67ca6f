import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { output } from '../command.ts'
import { hashFiles, hashTexts, Stamp } from '../stamp.ts'
import type { ImageDefinition } from './catalogue.ts'
import { isShipped } from './digest.ts'

const workspacesOf = (root: string): string[] =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { workspaces: string[] }).workspaces

/**
 * Gives a folder with the production packages of some workspaces, installed on the host from the lock file and
 * kept under .tools/ until the lock file changes.
 */
const productionPackages = async (root: string, workspaces: readonly string[]): Promise<string> => {
  const folder = join(root, '.tools', 'production', workspaces.join('-'))
  const install = [
    'ci',
    '--omit=dev',
    '--omit=optional',
    '--omit=peer',
    '--ignore-scripts',
    '--prefer-offline',
  ]
  const stamp = new Stamp(folder, 'packages')
  const hash = hashTexts(hashFiles(root, ['package-lock.json']), ...install)
  if (stamp.isCurrent(hash)) return folder
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const manifests = workspacesOf(root).map((name) => join(name, 'package.json'))
  for (const file of ['package.json', 'package-lock.json', '.npmrc', ...manifests])
    cpSync(join(root, file), join(folder, file))
  const filters = workspaces.flatMap((name) => ['-w', name])
  const options = { cwd: folder, timeoutMs: 300_000, env: { NODE_ENV: undefined } }
  await output('npm', [...install, ...filters], options)
  stamp.write(hash)
  return folder
}

const copyPackages = async (root: string, context: string, image: ImageDefinition) => {
  if (!image.workspaces) return
  const source = await productionPackages(root, image.workspaces)
  // Some packages are not hoisted: they stand in the workspace's own folder.
  for (const folder of ['', ...workspacesOf(root)])
    if (existsSync(join(source, folder, 'node_modules')))
      await output('cp', ['-a', join(source, folder, 'node_modules'), join(context, folder, 'node_modules')])
}

/**
 * Makes the build context of an image: its folder, the repository's files it needs, its packages and the Node
 * binary. Gives the folder; the caller removes it.
 */
export const stageContext = async (root: string, image: ImageDefinition): Promise<string> => {
  const context = mkdtempSync(join(tmpdir(), `noops-dojo-${image.name}-`))
  try {
    cpSync(join(root, 'images', image.folder), context, { recursive: true })
    const isWanted = (path: string) =>
      isShipped(path) && !['node_modules', '.svelte-kit', '.tsbuildinfo'].includes(basename(path))
    for (const file of image.files ?? [])
      if (existsSync(join(root, file)))
        cpSync(join(root, file), join(context, file), { recursive: true, filter: isWanted })
    // A workspace that has no files in the image has no folder for its packages either.
    if (image.hasNodeBinary) cpSync(process.execPath, join(context, 'node'))
    await copyPackages(root, context, image)
    return context
  } catch (error) {
    rmSync(context, { recursive: true, force: true })
    throw error
  }
}
