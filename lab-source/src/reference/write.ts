import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { images } from '../../../tools/images/catalogue.ts'
import { labJsonSchema } from './json-schema.ts'
import { referencePage } from './reference-page.ts'

const repository = join(import.meta.dirname, '../../..')

/** What a lab may name: not what only the hosted shape is made of. */
const imageList = (): string[] =>
  images
    .filter(({ isHosted }) => isHosted !== true)
    .flatMap(({ name, tags }) => tags.map(({ tag }) => `${name}:${tag}`))

export interface Generated {
  readonly path: string
  readonly text: string
}

/** Gives the files that are generated from the format and the list of images, formatted as the repository formats them. */
export const generatedFiles = async (): Promise<Generated[]> => {
  const { format, resolveConfig } = await import('prettier')
  const files = [
    { path: 'labs/lab.schema.json', text: JSON.stringify(labJsonSchema()) },
    { path: 'docs/lab-format.md', text: referencePage() },
    { path: 'lab-source/src/reference/images.json', text: JSON.stringify(imageList()) },
  ]
  return Promise.all(
    files.map(async ({ path, text }) => {
      const filepath = join(repository, path)
      // The Svelte plugin is of no use here and would be looked for.
      const options = { ...(await resolveConfig(filepath)), plugins: [], filepath }
      return { path, text: await format(text, options) }
    }),
  )
}

/** Gives what a generated file has now; empty when it is not there. */
export const currentText = (path: string): string => {
  try {
    return readFileSync(join(repository, path), 'utf8')
  } catch {
    return ''
  }
}

/** Writes the generated files. Gives the paths of those that changed. */
export const writeGenerated = async (): Promise<string[]> => {
  const changed = (await generatedFiles()).filter(({ path, text }) => currentText(path) !== text)
  for (const { path, text } of changed) writeFileSync(join(repository, path), text)
  return changed.map(({ path }) => path)
}
