import { isSameSecret, sign } from './secret-text.ts'

/** Gives `<prefix>.<claims as base64url JSON>.<HMAC-SHA256 of what is before>`; the prefix names what the claims are for. */
export const sealClaims = (prefix: string, claims: object, secret: string): string => {
  const body = `${prefix}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`
  return `${body}.${sign(body, secret)}`
}

/** Gives the claims of a value that `sealClaims` made with the same prefix and secret, undefined for any other text. */
export const openClaims = (prefix: string, value: string, secret: string): unknown => {
  const end = value.lastIndexOf('.')
  const body = value.slice(0, Math.max(end, 0))
  if (end < 0 || !isSameSecret(value.slice(end + 1), sign(body, secret))) return undefined
  const [version, payload = ''] = body.split('.')
  return version === prefix ? JSON.parse(Buffer.from(payload, 'base64url').toString('utf8')) : undefined
}
