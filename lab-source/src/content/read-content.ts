import { posix } from 'node:path'
import { locales, type ContentPage, type Locale } from '@noops-dojo/contracts'
import type { SourceAsset } from '../lab-folder.ts'
import type { LabProblem } from '../problem.ts'
import { suggestion } from '../yaml/nearest.ts'
import { parsePage, type PageReference } from './parse-page.ts'

export interface PlacedReference extends PageReference {
  readonly file: string
  readonly locale: Locale
}

export interface LabContent {
  /** locale → pages, in the order of their file names */
  readonly pages: Record<string, ContentPage[]>
  readonly references: PlacedReference[]
  readonly problems: LabProblem[]
}

/** Parses content/<locale>/*.md of a lab. */
export const readContent = (assets: readonly SourceAsset[]): LabContent => {
  const content: LabContent = { pages: {}, references: [], problems: [] }
  for (const asset of assets) {
    const [top, locale = '', ...rest] = asset.path.split('/')
    if (top !== 'content' || !asset.path.endsWith('.md')) continue
    if (!(locales as readonly string[]).includes(locale) || rest.length !== 1) {
      content.problems.push({
        file: asset.path,
        line: 0,
        column: 0,
        rule: 'content-place',
        severity: 'error',
        message: `Pages are files content/<language>/<page>.md.${suggestion(locale, locales)}`,
      })
      continue
    }
    const folder = posix.dirname(asset.path)
    const picture = (path: string): Uint8Array | undefined =>
      assets.find((item) => item.path === posix.normalize(posix.join(folder, path)))?.bytes
    const parsed = parsePage(asset.path, Buffer.from(asset.bytes).toString('utf8'), picture)
    ;(content.pages[locale] ??= []).push(parsed.page)
    content.problems.push(...parsed.problems)
    for (const reference of parsed.references)
      content.references.push({ ...reference, file: asset.path, locale: locale as Locale })
  }
  return content
}
