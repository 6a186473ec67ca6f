import type { WriteCount } from '@noops-dojo/contracts'

/** Every key has the same length, so that none is the beginning of another. */
export const writeKey = (prefix: string, index: number): string =>
  `${prefix}-${String(index).padStart(6, '0')}`

/** The JSON body of one write: `{{KEY}}` in any text is replaced by its key. */
export const writeBody = (body: Record<string, unknown>, key: string): string =>
  JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'string' ? value.replaceAll('{{KEY}}', key) : value,
  )

/**
 * How often each key of a prefix stands in a list’s answer, in any text or field name of the JSON. Undefined when it is
 * no JSON, also one that was cut off: then nobody knows.
 */
export const keptKeys = (answer: string, prefix: string): ReadonlyMap<string, number> | undefined => {
  try {
    JSON.parse(answer)
  } catch {
    return undefined
  }
  const counts = new Map<string, number>()
  for (const [key] of answer.matchAll(new RegExp(`${prefix}-\\d{6}`, 'g')))
    counts.set(key, (counts.get(key) ?? 0) + 1)
  return counts
}

/** Acknowledged writes against what was kept. `kept` undefined: the list could not be read. */
export const countWrites = (
  sent: number,
  acknowledged: readonly string[],
  kept: ReadonlyMap<string, number> | undefined,
): WriteCount => {
  const lostKeys = kept ? acknowledged.filter((key) => !kept.has(key)) : []
  return {
    sent,
    acknowledged: acknowledged.length,
    lost: lostKeys.length,
    // A write that timed out and was sent on twice by somebody stands twice, too.
    duplicated: kept ? [...kept.values()].filter((times) => times > 1).length : 0,
    lostKeys: lostKeys.slice(0, 20),
    isKnown: kept !== undefined,
  }
}
