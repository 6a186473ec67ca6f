import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, it } from 'vitest'
import { words } from './words.ts'

const root = join(import.meta.dirname, '..', '..')
const isOfWords = (path: string) => relative(root, path).startsWith(['lib', 'i18n'].join(sep))
const source = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((path) => /\.(svelte|ts)$/.test(path) && !path.endsWith('.test.ts'))
  .map((path) => join(root, path))
  .filter((path) => !isOfWords(path))
  .map((path) => readFileSync(path, 'utf8'))
  .join('\n')

const leaves = (value: object, path: string[] = []): string[][] =>
  Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'object' ? leaves(inner as object, [...path, key]) : [[...path, key]],
  )
const has = (pattern: string) => new RegExp(pattern).test(source)

/** Sections that are tables: they are looked up with what the server sends. */
const tables = ['params', 'failures']

/** By its name, taken out of its section, by a key in quotes, or with all of the table that it stands in. */
const isShown = ([section = '', key = '', ...rest]: readonly string[]): boolean => {
  if (tables.includes(section)) return has(`\\b${section}\\??\\.?\\[`)
  if (has(`\\b${section}\\.${key}\\b`)) return rest.length === 0 || isInTable(`${section}.${key}`, rest)
  if (has(`\\{[^{}]*\\b${key}\\b[^{}]*\\} = [\\w.]*\\b${section}\\b`)) return true
  return has(`\\b${section}\\??\\.?\\[`) && has(`'${key}'`)
}

/** A table is looked up as a whole, or its word is told by name. */
const isInTable = (table: string, rest: readonly string[]): boolean =>
  has(`\\b${table}\\b(?!\\.)`) || has(`\\b${table}\\.${rest.join('.')}\\b`)

describe('the words of the page', () => {
  it('are all shown somewhere', () => {
    const unused = leaves(words.en).filter((path) => !isShown(path))
    expect(unused.map((path) => path.join('.'))).toEqual([])
  })
})
