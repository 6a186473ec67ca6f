import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const root = join(import.meta.dirname, '..', '..')
const tokens = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')
const named = new Set([...tokens.matchAll(/^ *(--size-[\w-]+):/gm)].map(([, name]) => name))

describe('the sizes of text', () => {
  it('are tokens, every one', () => {
    const wrong = globSync('**/*.{svelte,css}', { cwd: root }).flatMap((file) => {
      const text = readFileSync(join(root, file), 'utf8')
      const sizes = [...text.matchAll(/font-size: ([^;]+);/g)].map(([, size = '']) => size)
      return sizes
        .filter((size) => size !== 'inherit' && !named.has(/^var\((--size-[\w-]+)\)$/.exec(size)?.[1] ?? ''))
        .map((size) => `${file}: ${size}`)
    })
    expect(wrong).toEqual([])
  })

  it('are five on the scale, and none is below 13 px', () => {
    const scale = [...tokens.matchAll(/--size-\d: ([\d.]+)rem;/g)].map(([, rem]) => Number(rem))
    expect(scale).toHaveLength(5)
    const least = [...tokens.matchAll(/--size-[\w-]+: clamp\(([\d.]+)rem/g)].map(([, rem]) => Number(rem))
    expect(Math.min(...scale, ...least)).toBeGreaterThanOrEqual(0.8125)
  })
})
