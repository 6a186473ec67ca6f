import { notHealed, type Healer, type InjectionResult, type Locale } from '@noops-dojo/contracts'
import type { Words } from '#lib/i18n/words.ts'

/** The server's few English verbs (domain/recovery/attribution.ts) in Japanese; other texts stay as they are. */
const japanese: Record<string, (name: string) => string> = {
  created: (name) => `${name} を作成`,
  started: (name) => `${name} を起動`,
  restarted: (name) => `${name} を再起動`,
  resumed: (name) => `${name} を再開`,
  updated: (name) => `${name} を更新`,
  'rolled back': (name) => `${name} をロールバック`,
}

/** Who healed it, as a short text: `Swarm: started web`. */
export const healerText = (healer: Healer, words: Words, locale: Locale): string => {
  const who = words.timeline.actors[healer.by]
  const match = /^(rolled back|\w+) (.+)$/.exec(healer.what)
  const tell = locale === 'ja' && match ? japanese[match[1] as string] : undefined
  return words.site.named(who, tell ? tell(match?.[2] as string) : healer.what)
}

/** What stands for the healer when none was seen: whether nobody was needed depends on whether it healed at all. */
export const withoutHealer = (injection: InjectionResult, words: Words): string => {
  if (injection.class === 'inconclusive') return '–'
  if (notHealed.includes(injection.class)) return words.verdict.nobody
  return injection.outage === null ? words.verdict.nobodyNeeded : words.verdict.itself
}
