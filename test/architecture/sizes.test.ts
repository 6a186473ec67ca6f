import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { sources } from './source-tree.ts'

const code = sources.filter(({ isTest, path }) => !isTest && !path.startsWith('bench/'))
const quantile = (values: number[], q: number): number => {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.ceil(q * sorted.length) - 1] ?? 0
}

describe('sizes', () => {
  it('keeps every source file under 300 lines', () => {
    expect(code.filter(({ lines }) => lines > 300).map(({ path, lines }) => `${path}: ${lines}`)).toEqual([])
  })

  it('keeps the median file small and the 90th percentile under 200 lines', () => {
    const lines = code.map((file) => file.lines)
    expect(quantile(lines, 0.5)).toBeLessThan(60)
    expect(quantile(lines, 0.9)).toBeLessThan(200)
  })

  it('keeps folders small enough to be read at a glance', () => {
    const files = new Map<string, number>()
    for (const { path } of code) files.set(dirname(path), (files.get(dirname(path)) ?? 0) + 1)
    expect(
      [...files].filter(([, count]) => count > 12).map(([folder, count]) => `${folder}: ${count}`),
    ).toEqual([])
  })

  it('names no file or folder after a drawer', () => {
    const drawer = /(^|\/)(utils?|common|helpers?|managers?|shared|base|misc)(\/|\.|$)/
    expect(sources.map(({ path }) => path).filter((path) => drawer.test(path))).toEqual([])
  })

  it('names source files in kebab-case, components in PascalCase', () => {
    const kebab = /^[a-z0-9+()[\].-]+$/
    const breaches = sources.filter(({ path }) => {
      const name = path.split('/').at(-1) as string
      if (name.startsWith('+')) return false
      return name.endsWith('.svelte') ? !/^[A-Z][A-Za-z0-9]*\.svelte$/.test(name) : !kebab.test(name)
    })
    expect(breaches.map(({ path }) => path)).toEqual([])
  })
})
