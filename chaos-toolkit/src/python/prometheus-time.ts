const units: Record<string, number> = { second: 1, minute: 60, hour: 3600, day: 86_400, week: 604_800 }

/**
 * Reads a moment as experiments write it: RFC 3339, `now`, `5 minutes ago`. Gives RFC 3339; undefined for what it does
 * not understand (the driver’s dateparser knows more languages).
 */
export const readMoment = (text: string, now: number): string | undefined => {
  const ago = /^(?:(\d+|an?)\s+(second|minute|hour|day|week)s?\s+ago|now)$/i.exec(text.trim())
  if (ago) {
    const count = ago[1] === undefined ? 0 : /^an?$/i.test(ago[1]) ? 1 : Number(ago[1])
    const unit = units[(ago[2] ?? 'second').toLowerCase()] as number
    return new Date(now - count * unit * 1000).toISOString()
  }
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : new Date(at).toISOString()
}
