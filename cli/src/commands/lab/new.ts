import { chmodSync, existsSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'
import { readLabFolder } from '@noops-dojo/lab-source'
import { fileReason } from '../../files/file-reason.ts'
import { makeFolder } from '../../files/make-folder.ts'
import { exitCodes, InvalidInputError, type ExitCode } from '../../grading/exit-codes.ts'
import { repositoryRoot } from '../../launcher/settings.ts'

const template = join(import.meta.dirname, 'template')
const word = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/

const titleOf = (slug: string): string => {
  const text = slug.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** Throws InvalidInputError when something that is no folder stands where one is needed. */
const checkFolder = (path: string): void => {
  const status = statSync(path, { throwIfNoEntry: false })
  if (status && !status.isDirectory())
    throw new InvalidInputError(`${path} is a file, but labs are written below it: name a folder.`)
}

const numbersIn = (track: string): number[] =>
  existsSync(track) ? readdirSync(track).flatMap((name) => Number(/^(\d+)-/.exec(name)?.[1] ?? 0)) : []

const isTaken = (track: string, slug: string): boolean =>
  existsSync(track) && readdirSync(track).some((name) => name.replace(/^\d+-/, '') === slug)

const fill = (folder: string, values: Record<string, string>): void => {
  for (const { path, bytes, executable } of readLabFolder(template).assets) {
    const text = Buffer.from(bytes)
      .toString('utf8')
      .replace(/__([A-Z]+)__/g, (whole, key: string) => values[key] ?? whole)
    makeFolder(dirname(join(folder, path)))
    writeFileSync(join(folder, path), text, { flag: 'wx' })
    if (executable) chmodSync(join(folder, path), 0o755)
  }
}

/** A place that cannot be written to is the caller's to change, not the platform's fault. */
const writable = (root: string, write: () => void): void => {
  try {
    write()
  } catch (error) {
    if (error instanceof InvalidInputError) throw error
    throw new InvalidInputError(
      `No lab can be written below ${root}: ${fileReason(error)}. Name another folder with --root.`,
    )
  }
}

/**
 * `dojo lab new`: writes a small lab that is right in every way, to be changed. Nothing is overwritten. Throws
 * InvalidInputError for a name that is taken or cannot be one.
 */
export const createLab = (name: string, root = join(repositoryRoot, 'labs')): ExitCode => {
  const [track = '', slug = '', ...rest] = name.split('/')
  if (!word.test(track) || !word.test(slug) || rest.length > 0)
    throw new InvalidInputError(
      `"${name}" is no <track>/<slug>: both are lower-case words joined by hyphens.`,
    )
  const trackFolder = join(resolve(root), track)
  writable(root, () => [resolve(root), trackFolder].forEach(checkFolder))
  if (isTaken(trackFolder, slug)) throw new InvalidInputError(`There is a lab ${track}/…-${slug} already.`)
  const order = Math.max(0, ...numbersIn(trackFolder)) + 1
  const folder = join(trackFolder, `${String(order).padStart(2, '0')}-${slug}`)
  const values: Record<string, string> = {
    ID: slug,
    TRACK: track,
    ORDER: String(order),
    TITLE: titleOf(slug),
  }
  writable(root, () => fill(folder, values))
  const shown = relative(process.cwd(), folder)
  console.log(
    `${shown}\n\nNext: dojo lab lint ${shown}, then dojo lab test ${shown}. docs/creating-a-lab.md goes on from here.`,
  )
  return exitCodes.passed
}
