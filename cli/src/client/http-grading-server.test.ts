import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { httpGradingServer } from './http-grading-server.ts'

let server: Server
let origin: string
let seen: string[]
let answer: (request: IncomingMessage, response: ServerResponse) => void

beforeEach(async () => {
  seen = []
  answer = () => {}
  server = createServer((request, response) => {
    seen.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})

const until = async (line: string) => expect.poll(() => seen, { timeout: 5000 }).toContain(line)

describe('a dojo over HTTP', () => {
  it('gives what a script of the submission came to', async () => {
    answer = (_, response) => response.end(JSON.stringify({ exitCode: 3, output: 'no' }))
    expect(await httpGradingServer(origin, 't').run('s', 'solve.sh', 1000)).toEqual({
      exitCode: 3,
      output: 'no',
    })
  })

  it('passes on a refusal, and says that nobody answers', async () => {
    answer = (_, response) => {
      response.statusCode = 409
      response.end(JSON.stringify({ code: 'SANDBOX_NOT_READY', message: 'It is ending.' }))
    }
    const dojo = httpGradingServer(origin, 't')
    await expect(dojo.run('s', 'solve.sh', 1000)).rejects.toThrow('It is ending.')
    answer = (request) => request.socket.destroy()
    await expect(dojo.run('s', 'solve.sh', 1000)).rejects.toThrow('fetch failed')
  })

  it('ends with the time of one run what was asked for it, and answers the next one', async () => {
    const dojo = httpGradingServer(origin, 't', new AbortController().signal)
    const time = new AbortController()
    const ended = expect(dojo.until(time.signal).run('s', 'solve.sh', 1000)).rejects.toThrow('over')
    await until('POST /api/sandboxes/s/submission/run')
    time.abort(new Error('over'))
    await ended
    answer = (_, response) => response.end(JSON.stringify({ exitCode: 0, output: '' }))
    expect(await dojo.run('s', 'solve.sh', 1000)).toEqual({ exitCode: 0, output: '' })
  })

  it.each([
    ['a running script', 'POST /api/sandboxes/s/submission/run', 'run'],
    ['an evaluation', 'POST /api/sandboxes/s/evaluate', 'evaluate'],
    ['an upload', 'PUT /api/sandboxes/s/submission', 'upload'],
  ] as const)('ends %s at once when it is interrupted, and ends the sandbox all the same', async (...row) => {
    const [, line, call] = row
    const controller = new AbortController()
    const dojo = httpGradingServer(origin, 't', controller.signal)
    const calls = {
      run: () => dojo.run('s', 'solve.sh', 1000),
      evaluate: () => dojo.evaluate('s'),
      upload: () => dojo.upload('s', new Uint8Array(8)),
    }
    const ended = expect(calls[call]()).rejects.toThrow('interrupted')
    await until(line)
    controller.abort(new Error('interrupted'))
    await ended
    answer = (_, response) => response.writeHead(404).end()
    await dojo.endSandbox('s').catch(() => {})
    await until('DELETE /api/sandboxes/s')
  })
})
