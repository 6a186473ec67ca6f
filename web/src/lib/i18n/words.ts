import type { Locale } from '@noops-dojo/contracts'
import { en } from './en/index.ts'
import { ja } from './ja/index.ts'

/** English is written first; every other catalogue has the same shape, or it does not compile. */
export type Words = typeof en

export const words: Record<Locale, Words> = { en, ja }
