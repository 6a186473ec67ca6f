import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { images, withParents, type ImageDefinition } from './catalogue.ts'
import { imageDigest } from './digest.ts'

const root = join(import.meta.dirname, '../..')
const named = (name: string) => images.find((image) => image.name === name) as ImageDefinition

describe('the catalogue of images', () => {
  it.each(images)('has a Dockerfile and a README for $name', ({ folder }) => {
    expect(existsSync(join(root, 'images', folder, 'Dockerfile'))).toBe(true)
    expect(existsSync(join(root, 'images', folder, 'README.md'))).toBe(true)
  })

  it('names each image after what it is made from', () => {
    const seen = new Set<string>()
    for (const { name, from } of images) {
      expect((from ?? []).filter((parent) => !seen.has(parent))).toEqual([])
      seen.add(name)
    }
  })

  it('adds what a wanted image is made from, first', () => {
    expect(withParents(['shop-web']).map(({ name }) => name)).toEqual(['node', 'shop-web'])
  })

  it('refuses a name that is not in it, and tells those that are', () => {
    expect(() => withParents(['shop'])).toThrow(/no image "shop".*shop-web/)
  })
})

describe('imageDigest', () => {
  it('differs between the releases of one image', () => {
    const web = named('shop-web')
    const digests = web.tags.map((tag) => imageDigest(root, web, tag))
    expect(new Set(digests).size).toBe(web.tags.length)
  })

  it('gives the same digest for the same inputs', () => {
    const image = named('workstation')
    const tag = image.tags[0]!
    expect(imageDigest(root, image, tag)).toBe(imageDigest(root, image, tag))
  })
})
