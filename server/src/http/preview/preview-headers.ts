import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { endToEndHeaders } from '@noops-dojo/contracts'
import { previewLocation, type PreviewTarget } from './preview-target.ts'

/** Ours, not the app's: our session, our address, and what would tell the app who is looking. */
const notForTheApp = ['cookie', 'authorization', 'host', 'referer', 'origin']
/** An app must neither set cookies on our origin nor loosen the sandbox it is shown in. */
const notForTheBrowser = [
  'set-cookie',
  'content-security-policy',
  'content-security-policy-report-only',
  'x-frame-options',
  'strict-transport-security',
  'service-worker-allowed',
  'clear-site-data',
  'cross-origin-resource-policy',
  'cross-origin-opener-policy',
  'access-control-allow-origin',
  'access-control-allow-credentials',
  'alt-svc',
]

const without = (headers: IncomingHttpHeaders, names: readonly string[]): OutgoingHttpHeaders =>
  Object.fromEntries(Object.entries(endToEndHeaders(headers)).filter(([name]) => !names.includes(name)))

/** Headers of a preview request on its way to the gateway. */
export const toApp = (headers: IncomingHttpHeaders, authorization: string): OutgoingHttpHeaders => ({
  ...without(headers, notForTheApp),
  authorization,
})

/** The sandbox gives the app an opaque origin: no cookies, no storage, no access to our page. */
export const previewPolicy = 'sandbox allow-scripts allow-forms'

/**
 * Headers of a preview answer. An opaque origin makes each of the app's own fetches a cross-origin one, so they are
 * allowed to everybody; the capability in the address is the protection.
 */
export const toBrowser = (headers: IncomingHttpHeaders, target: PreviewTarget): OutgoingHttpHeaders => {
  const { location, ...rest } = without(headers, notForTheBrowser) as OutgoingHttpHeaders & {
    location?: string
  }
  const moved = location === undefined ? undefined : previewLocation(location, target)
  return {
    ...rest,
    ...(moved === undefined ? {} : { location: moved }),
    'content-security-policy': previewPolicy,
    'access-control-allow-origin': '*',
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  }
}
