import { request, type ClientRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { Injectable } from '@nestjs/common'
import { DojoError, errorCodes } from '@noops-dojo/contracts'
import { ProbeGateway, SandboxStore } from '../../domain/ports/index.ts'
import { isUsable } from '../../domain/sandbox/sandbox-state.ts'
import { previewPolicy, toApp, toBrowser } from './preview-headers.ts'
import { gatewayPath, readPreviewTarget, type PreviewTarget } from './preview-target.ts'

/** A request that may go on to the gateway. */
export interface PreviewRoute {
  readonly target: PreviewTarget
  /** Where to ask: `path` is never parsed again, a `..` in it is the app's business. */
  readonly upstream: { readonly host: string; readonly port: string; readonly path: string }
  readonly authorization: string
}

const idleTimeoutMs = 35_000

const refusal = (error: unknown): DojoError =>
  error instanceof DojoError
    ? error
    : new DojoError('PREVIEW_UNREACHABLE', 'The preview broke off. Reload it.')

const answer = (response: ServerResponse, error: DojoError): void => {
  if (response.headersSent) return void response.destroy()
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-security-policy': previewPolicy }
  response.writeHead(errorCodes[error.code], { ...headers, 'x-content-type-options': 'nosniff' })
  response.end(`${error.message}\n`)
}

/** Shows a learner's app through the gateway, under an address that is a capability of its sandbox. */
@Injectable()
export class PreviewProxy {
  constructor(
    private readonly sandboxes: SandboxStore,
    private readonly gateway: ProbeGateway,
  ) {}

  /** Throws NOT_FOUND for an unknown capability (or one whose sandbox is over), GATEWAY_AWAY. */
  async route(url: string): Promise<PreviewRoute> {
    const target = readPreviewTarget(url)
    const sandbox = target && (await this.sandboxes.findByPreviewToken(target.token))
    if (target === undefined || sandbox === undefined || !isUsable(sandbox))
      throw new DojoError('NOT_FOUND', 'There is no such preview. Open it from the lab’s page.')
    const upstream = this.gateway.previewUpstream()
    if (upstream === undefined)
      throw new DojoError(
        'GATEWAY_AWAY',
        'The gateway is not connected. The preview comes back with it; reload then.',
      )
    const { hostname: host, port } = new URL(upstream.origin)
    const { authorization } = upstream
    return { target, upstream: { host, port, path: gatewayPath(sandbox.id, target) }, authorization }
  }

  /** Forwards one HTTP request and its answer. */
  async forward(incoming: IncomingMessage, response: ServerResponse, url: string): Promise<void> {
    try {
      if (incoming.method === 'OPTIONS' && incoming.headers['access-control-request-method'] !== undefined)
        return this.allowFetch(incoming, response)
      this.send(await this.route(url), incoming, response)
    } catch (error) {
      answer(response, refusal(error))
    }
  }

  private allowFetch(incoming: IncomingMessage, response: ServerResponse): void {
    response.writeHead(204, {
      'access-control-allow-origin': '*',
      'access-control-allow-methods': 'GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS',
      'access-control-allow-headers': incoming.headers['access-control-request-headers'] ?? '*',
      'access-control-max-age': '600',
    })
    response.end()
  }

  private send(route: PreviewRoute, incoming: IncomingMessage, response: ServerResponse): void {
    const headers = toApp(incoming.headers, route.authorization)
    const options = {
      ...route.upstream,
      method: incoming.method,
      headers,
      agent: false,
      timeout: idleTimeoutMs,
    }
    const outgoing: ClientRequest = request(options, (app) => {
      response.writeHead(app.statusCode ?? 502, toBrowser(app.headers, route.target))
      pipeline(app, response, () => outgoing.destroy())
    })
    outgoing.once('timeout', () => outgoing.destroy(new Error('timeout')))
    outgoing.once('error', () =>
      answer(
        response,
        new DojoError('PREVIEW_UNREACHABLE', 'The gateway did not answer. Reload in a moment.'),
      ),
    )
    response.once('close', () => outgoing.destroy())
    pipeline(incoming, outgoing, () => {})
  }
}
