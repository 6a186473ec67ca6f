/** A product of a clean share may be a hair below it: 0.57 × 100 is 56.99999999999999. */
const hair = 1e-9

/**
 * A measured share (0 to 1) as per cent, rounded down: `98.7 %`. Only a whole share is `100 %`, because one lost
 * request is not none; from 99.9 % on there are two digits at least. The page and the sentences of the server tell a
 * share alike, since both use this.
 */
export const percentText = (share: number, digits = 1): string => {
  if (share >= 1) return '100 %'
  const scale = 10 ** digits
  const floored = Math.min(Math.floor(share * 100 * scale + hair), 100 * scale - 1) / scale
  return floored >= 99.9 && digits < 2 ? percentText(share, 2) : `${floored.toFixed(digits)} %`
}
