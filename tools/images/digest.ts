import { hashFiles, hashTexts } from '../stamp.ts'
import { images, type ImageDefinition, type ImageTag } from './catalogue.ts'

/** Tests change often and are not needed in an image. */
export const isShipped = (path: string): boolean => !/\.test\.[mc]?[jt]s$|\/testing\//.test(path)

const cache = new Map<string, string>()

const contentOf = (root: string, image: ImageDefinition): string => {
  const known = cache.get(image.name)
  if (known) return known
  const parents = (image.from ?? []).map((name) => {
    const parent = images.find((candidate) => candidate.name === name)
    if (!parent) throw new Error(`${image.name} is made from ${name}, which is not in the catalogue.`)
    return contentOf(root, parent)
  })
  const hash = hashTexts(
    hashFiles(root, [`images/${image.folder}`, ...(image.files ?? [])], isShipped),
    image.workspaces ? hashFiles(root, ['package-lock.json']) : '',
    image.hasNodeBinary ? `${process.version} ${process.arch}` : '',
    ...parents,
  )
  cache.set(image.name, hash)
  return hash
}

/** Gives the hash of all that a tag of an image is made from, its parents included. */
export const imageDigest = (root: string, image: ImageDefinition, tag: ImageTag): string =>
  hashTexts(contentOf(root, image), JSON.stringify(tag.args ?? {}))
