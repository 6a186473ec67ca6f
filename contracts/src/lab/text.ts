import { z } from 'zod'

export const locales = ['en', 'ja'] as const
export const locale = z.enum(locales)
export type Locale = z.infer<typeof locale>

/** A text in several languages; English is always there and is what a missing language falls back to. */
export const localizedText = z.strictObject({
  en: z.string().min(1).describe('English text (required; the fallback of every other language).'),
  ja: z.string().min(1).optional().describe('Japanese text.'),
})
export type LocalizedText = z.infer<typeof localizedText>

/** A sentence of the platform's own: written in every language, unlike those of labs. */
export const platformText = z.object({ en: z.string(), ja: z.string() })
export type PlatformText = z.infer<typeof platformText>

/** Gives `text` in `language`, or in English when it was not written in that language. */
export const inLanguage = (text: LocalizedText, language: Locale): string => text[language] ?? text.en
