import type { Locale } from '@noops-dojo/contracts'
import { en, type ReportWords } from './en.ts'
import { ja } from './ja.ts'

export type { ReportWords }

/** Words of the report in each language. */
export const reportWords: Record<Locale, ReportWords> = { en, ja }
