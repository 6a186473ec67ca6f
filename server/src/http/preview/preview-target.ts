import { engineName } from '../../domain/sandbox/engine-names.ts'

/** What a preview's address names: `/preview/<token>/<service>:<port>/<path…>`. */
export interface PreviewTarget {
  readonly token: string
  readonly service: string
  readonly port: number
  /** With the query, from the slash on. */
  readonly path: string
  /** The address up to the path, which redirects are put behind. */
  readonly prefix: string
}

/** The path is what a request line can carry (RFC 9112 §3) and Node's client sends on unchanged. */
const form =
  /^\/preview\/([A-Za-z0-9_-]{8,200})\/([a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}):(\d{1,5})([/?][!-"$-\u00ff]*)?$/

/** DNS knows neither case nor a dot at the end. */
const isJudge = (service: string): boolean => /^judge\.*$/i.test(service)

/** Gives the target, or undefined for an address of another form. The judge has no preview. */
export const readPreviewTarget = (url: string): PreviewTarget | undefined => {
  const [, token, service, portText, rest = '/'] = form.exec(url) ?? []
  if (token === undefined || service === undefined || isJudge(service)) return undefined
  const port = Number(portText)
  if (port < 1 || port > 65_535) return undefined
  const path = rest.startsWith('/') ? rest : `/${rest}`
  return { token, service, port, path, prefix: `/preview/${token}/${service}:${port}` }
}

/**
 * Path at the gateway, which knows engine names only. To be sent as it is: a parser of URLs would resolve `..`, which leads
 * out of the sandbox to the gateway's other paths.
 */
export const gatewayPath = (sandboxId: string, { service, port, path }: PreviewTarget): string =>
  `/preview/${engineName(sandboxId, service)}/${port}${path}`

/** Where a redirect of the app leads, as the browser must ask for it; undefined: leave it out, it leads elsewhere. */
export const previewLocation = (location: string, target: PreviewTarget): string | undefined => {
  const own = `http://${target.service}:${target.port}`
  const base = `${own}${target.path}`
  if (!URL.canParse(location, base)) return undefined
  const { origin, pathname, search, hash } = new URL(location, base)
  return origin === new URL(own).origin ? `${target.prefix}${pathname}${search}${hash}` : undefined
}
