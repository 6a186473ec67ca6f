import { createServer, type IncomingMessage, type Server } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'

interface Answer {
  readonly status?: number
  readonly type?: string
  readonly text?: string
  readonly location?: string
}

const fixed: Record<string, Answer> = {
  '/json': { type: 'application/json', text: '{"up": true, "n": 3}' },
  '/json-utf8': { type: 'application/json; charset=utf-8', text: '{"up": true}' },
  '/missing': { status: 404, text: 'nothing here' },
  '/broken': { type: 'application/json', text: '{broken' },
  '/moved': { status: 302, location: '/json', text: '' },
}

const echo = async (request: IncomingMessage): Promise<Answer> => {
  let body = ''
  for await (const piece of request) body += String(piece)
  const { method, url: path, headers } = request
  const text = JSON.stringify({
    ...{ method, path, body, type: headers['content-type'] ?? null, x: headers['x-test'] ?? null },
  })
  return { type: 'application/json', text }
}

/** The same answers as record.py gives. */
export const startAnswers = async (): Promise<{ server: Server; base: string }> => {
  const server = createServer((request, response) => {
    void (async () => {
      const path = (request.url ?? '/').split('?')[0] as string
      if (path === '/slow') await sleep(2000)
      const answer = path === '/echo' ? await echo(request) : (fixed[path] ?? {})
      const headers = { 'content-type': answer.type ?? 'text/plain' }
      const moved = answer.location === undefined ? {} : { location: answer.location }
      response.writeHead(answer.status ?? 200, { ...headers, ...moved })
      response.end(answer.text ?? 'ok')
    })()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address() as { port: number }
  return { server, base: `http://127.0.0.1:${address.port}` }
}
