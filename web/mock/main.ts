/* A development aid, see README.md: a stand-in for the server with one scripted class. Never shipped. */
import { createReadStream, existsSync, statSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { DojoError, errorCodes, routes, type Session } from '@noops-dojo/contracts'
import { WebSocketServer } from 'ws'
import { answers, matchRoute } from './answers.ts'
import { serveSocket } from './sockets.ts'

const build = process.env['DOJO_WEB_BUILD'] ?? fileURLToPath(new URL('../build', import.meta.url))
const port = Number(process.env['PORT'] ?? 7421)
const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
  '.json': 'application/json',
}

const shop = `<!doctype html><meta charset="utf-8"><title>Shop</title><style>body{font:16px system-ui;margin:2rem}</style>
<h1>Shop</h1><p>Served by <b>web.2</b>, version 1.0. Three orders so far.</p><button>Order tea</button>`

const cookieOf = (request: IncomingMessage): Session => {
  const text = /(?:^|; )mock=([^;]+)/.exec(request.headers.cookie ?? '')?.[1]
  return text === undefined ? { role: 'anonymous' } : (JSON.parse(decodeURIComponent(text)) as Session)
}

const readBody = async (request: IncomingMessage): Promise<Record<string, unknown>> => {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return parts.length === 0 ? {} : (JSON.parse(Buffer.concat(parts).toString()) as Record<string, unknown>)
}

const refuseStrangers = (access: string, role: Session['role']): void => {
  if (access === 'public' || role === 'instructor') return
  if (role === 'anonymous') throw new DojoError('UNAUTHENTICATED', 'Nobody is signed in.')
  if (access === 'instructor') throw new DojoError('FORBIDDEN', 'Only the instructor may do this.')
}

const serveApi = async (request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> => {
  const found = matchRoute(request.method ?? 'GET', url.pathname)
  const answer = found && answers[found.name]
  try {
    if (!found || !answer) throw new DojoError('NOT_FOUND', 'The stand-in has no such route.')
    refuseStrangers(routes[found.name].access, cookieOf(request).role)
    const become = (session: Session) =>
      response.setHeader(
        'set-cookie',
        `mock=${encodeURIComponent(JSON.stringify(session))}; Path=/; SameSite=Lax`,
      )
    const body = await readBody(request)
    const value = answer({
      params: found.params,
      query: url.searchParams,
      body,
      session: cookieOf(request),
      become,
    })
    const route = routes[found.name]
    const parsed = 'response' in route ? route.response.parse(value) : value
    response.writeHead(route.status, { 'content-type': 'application/json' })
    response.end(route.status === 204 ? undefined : JSON.stringify(parsed))
  } catch (thrown) {
    const error = thrown instanceof DojoError ? thrown : new DojoError('INTERNAL', String(thrown))
    response.writeHead(errorCodes[error.code], { 'content-type': 'application/json' })
    response.end(JSON.stringify({ code: error.code, message: error.message }))
  }
}

const serveFile = (response: ServerResponse, path: string): void => {
  const wanted = join(build, normalize(decodeURIComponent(path)))
  const file =
    wanted.startsWith(build) && existsSync(wanted) && statSync(wanted).isFile()
      ? wanted
      : join(build, 'index.html')
  response.writeHead(200, { 'content-type': types[extname(file)] ?? 'application/octet-stream' })
  createReadStream(file)
    .on('error', () => response.end())
    .pipe(response)
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://mock')
  if (url.pathname.startsWith('/api/')) void serveApi(request, response, url)
  else if (url.pathname.startsWith('/preview/'))
    response.writeHead(200, { 'content-type': 'text/html' }).end(shop)
  else serveFile(response, url.pathname)
})
new WebSocketServer({ server }).on('connection', serveSocket)
server.listen(port, '127.0.0.1', () =>
  console.log(`Stand-in of the dojo (development aid): http://127.0.0.1:${port}`),
)
