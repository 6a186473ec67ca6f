import { request, type IncomingMessage, type ServerResponse } from 'node:http'
import { Transform, pipeline } from 'node:stream'
import { endToEndHeaders } from '@noops-dojo/contracts'
import type { ResolveHost } from '../probe/resolve-host.ts'
import { upstreamHeaders } from './forwarded-headers.ts'
import type { PreviewTarget } from './preview-target.ts'

const resolveTimeoutMs = 2000
const idleTimeoutMs = 30_000
const maxRequestBytes = 16 * 1024 * 1024
const maxResponseBytes = 64 * 1024 * 1024

/** Passes bytes on until `limit`, then fails the stream. */
const limited = (limit: number): Transform => {
  let passed = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed += chunk.length
      if (passed > limit) done(new Error('too large'))
      else done(null, chunk)
    },
  })
}

const refuse = (response: ServerResponse, status: number, message: string): void => {
  if (response.headersSent) return void response.destroy()
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(message)
}

/** Forwards one request to a learner's app and its answer back; 502 when nothing answers, 504 after 30 s of silence. */
export const proxyPreview = async (
  incoming: IncomingMessage,
  response: ServerResponse,
  target: PreviewTarget,
  resolveHost: ResolveHost,
): Promise<void> => {
  const address = await resolveHost(target.host, resolveTimeoutMs).catch(() => undefined)
  if (address === undefined) return refuse(response, 502, `nothing is named ${target.host}`)
  const outgoing = request({
    host: address,
    port: target.port,
    path: target.path,
    method: incoming.method,
    headers: upstreamHeaders(incoming.headers, `${target.host}:${target.port}`),
    agent: false,
    timeout: idleTimeoutMs,
  })
  outgoing.on('timeout', () => {
    refuse(response, 504, `${target.host}:${target.port} does not answer`)
    outgoing.destroy()
  })
  outgoing.on('error', () => refuse(response, 502, `${target.host}:${target.port} refused the connection`))
  outgoing.on('response', (answer) => {
    const { statusCode = 0 } = answer
    // An app may answer any three digits; Node's server throws at those that are no status (RFC 9110 §15).
    if (statusCode < 200 || statusCode > 599) {
      outgoing.destroy()
      return refuse(response, 502, `${target.host}:${target.port} answered with the status ${statusCode}`)
    }
    response.writeHead(statusCode, endToEndHeaders(answer.headers))
    pipeline(answer, limited(maxResponseBytes), response, () => outgoing.destroy())
  })
  response.on('close', () => outgoing.destroy())
  pipeline(incoming, limited(maxRequestBytes), outgoing, (error) => {
    if (error) refuse(response, error.message === 'too large' ? 413 : 502, 'the request was not forwarded')
  })
}
