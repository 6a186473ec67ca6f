/** Gives a moment (epoch ms) as chaoslib ≥ 1.43.1 writes it: microseconds, `+00:00`, no fraction when it is zero. */
export const isoTime = (ms: number): string => {
  const [whole, fraction = '000Z'] = new Date(ms).toISOString().split('.') as [string, string?]
  const millis = fraction.slice(0, 3)
  return `${whole}${millis === '000' ? '' : `.${millis}000`}+00:00`
}
