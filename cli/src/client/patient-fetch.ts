import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

const textOf = (body: unknown): string | undefined => {
  if (body === undefined || body === null) return undefined
  if (typeof body === 'string') return body
  throw new TypeError('patientFetch sends text only.')
}

/**
 * `fetch` for a call whose answer may be half an hour away: the one of Node gives up when no header comes within 300 s,
 * and has no setting for it. Takes a string body and plain headers; the signal ends it with its reason.
 */
export const patientFetch: typeof fetch = (input, init = {}) =>
  new Promise((resolve, reject) => {
    const url = new URL(input instanceof Request ? input.url : input)
    const signal = init.signal ?? undefined
    const send = url.protocol === 'https:' ? httpsRequest : httpRequest
    const fail = (error: Error): void =>
      reject(signal?.aborted ? signal.reason : new TypeError('fetch failed', { cause: error }))
    const headers = Object.fromEntries(new Headers(init.headers))
    const call = send(url, { method: init.method, headers, signal }, (response) => {
      response.toArray().then((parts) => {
        const status = response.statusCode ?? 0
        resolve(new Response(status === 204 ? null : Buffer.concat(parts as Buffer[]), { status }))
      }, fail)
    })
    call.on('error', fail)
    call.end(textOf(init.body))
  })
