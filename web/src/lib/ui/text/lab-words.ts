import { durationMs } from '@noops-dojo/contracts'

/** Minutes of a duration that a lab author wrote, rounded up. */
export const minutesOf = (duration: string): number => Math.max(1, Math.ceil(durationMs(duration) / 60_000))

/** `self-healing` → `Self healing`: for a track that the page has no words for. */
export const titleOfSlug = (slug: string): string => {
  const text = slug.replaceAll('-', ' ')
  return text.charAt(0).toUpperCase() + text.slice(1)
}
