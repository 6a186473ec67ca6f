import { globSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
/** A colon, a full stop or a bracket that a component puts beside a word: Japanese has others. */
const fixed = /\{w\.[\w.]+(\([^{}]*\))?\}(: |:<|\. | ?\()|\(\{w\.|\(\{\w+\.text\[language/g

describe('the punctuation beside the words of the page', () => {
  it('comes from the words, because each language has its own', () => {
    const found = globSync('**/*.svelte', { cwd: root }).flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      return [...text.matchAll(fixed)].map(([part]) => `${relative('.', file)}: ${part}`)
    })
    expect(found).toEqual([])
  })
})
