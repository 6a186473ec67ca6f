/** Where a preview request goes, taken from `/preview/<host>/<port>/<path…>`. */
export interface PreviewTarget {
  readonly host: string
  readonly port: number
  readonly path: string
}

/** Engine names of a sandbox's objects: `s`, the sandbox id, a hyphen, the learner's name. Nothing else is reachable. */
const sandboxName = /^s[a-z][a-z0-9]{9}-[a-zA-Z0-9][a-zA-Z0-9_.-]{0,62}$/

/** Gives the target of a preview path, or undefined when it is none or names anything but a sandbox's object. */
export const previewTarget = (url: string, hostPattern = sandboxName): PreviewTarget | undefined => {
  const match = /^\/preview\/([^/?#]+)\/(\d{1,5})(\/[^#]*)?$/.exec(url)
  if (!match) return undefined
  const [, host = '', portText = '', path = '/'] = match
  const port = Number(portText)
  if (!hostPattern.test(host) || port < 1 || port > 65_535) return undefined
  return { host, port, path }
}
