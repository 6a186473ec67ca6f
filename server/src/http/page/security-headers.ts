import type { NextFunction, Response } from 'express'
import type { DojoRequest } from '../request.ts'

/** Sources of the page's own WebSockets: `'self'` does not cover them in older Safari. */
const socketsOf = (host: string | undefined): string =>
  host !== undefined && /^[\w.:[\]-]{1,255}$/.test(host) ? `ws://${host} wss://${host}` : ''

/**
 * The page's Content-Security-Policy. `scripts`: further script sources (hashes of the inline start script). Styles
 * may be inline because xterm and Svelte set style attributes; no text of a lab or a learner gets into them.
 */
export const pagePolicy = (host: string | undefined, scripts: readonly string[]): string =>
  [
    "default-src 'self'",
    `script-src 'self' ${scripts.join(' ')}`.trim(),
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    `connect-src 'self' ${socketsOf(host)}`.trim(),
    "frame-src 'self'",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ')

/** Headers of every answer but a preview's, which has an opaque origin and its own rules. */
export const securityHeaders = (request: DojoRequest, response: Response, next: NextFunction): void => {
  if (request.path.startsWith('/preview/')) return next()
  response.setHeader('x-content-type-options', 'nosniff')
  response.setHeader('x-frame-options', 'DENY')
  // Previews have their capability in the address: nobody outside is to learn it.
  response.setHeader('referrer-policy', 'same-origin')
  response.setHeader('cross-origin-opener-policy', 'same-origin')
  response.setHeader('cross-origin-resource-policy', 'same-origin')
  response.setHeader('permissions-policy', 'camera=(), microphone=(), geolocation=(), payment=(), usb=()')
  response.setHeader('content-security-policy', pagePolicy(request.headers.host, []))
  if (request.path.startsWith('/api/')) response.setHeader('cache-control', 'no-store')
  next()
}
