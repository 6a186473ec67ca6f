import { request, type IncomingMessage } from 'node:http'
import { DojoError } from '@noops-dojo/contracts'

export const guardAway = (detail: string, cause?: unknown): DojoError =>
  new DojoError(
    'GUARD_AWAY',
    `The guard does not answer (${detail}). It comes back by itself when "./dojo up" runs it; try again then.`,
    undefined,
    cause,
  )

export interface Call {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  readonly signal?: AbortSignal
}

/** Sends one request over the unix socket; resolves when the answer's head is there. Throws GUARD_AWAY. */
const open = (socketPath: string, { method, path, body, signal }: Call): Promise<IncomingMessage> =>
  new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers =
      payload === undefined
        ? {}
        : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }
    const call = request({ socketPath, method, path, headers, signal, agent: false }, resolve)
    call.once('error', (error: NodeJS.ErrnoException) =>
      reject(guardAway(error.code ?? error.message, error)),
    )
    call.end(payload)
  })

const text = async (message: IncomingMessage): Promise<string> => {
  const pieces: Buffer[] = []
  for await (const piece of message) pieces.push(piece as Buffer)
  return Buffer.concat(pieces).toString('utf8')
}

/** The guard's control API (contracts/src/platform/guard.ts) over its unix socket. */
export class ControlClient {
  constructor(
    private readonly socketPath: string,
    private readonly timeoutMs = 10_000,
  ) {}

  /** Gives the parsed answer, undefined for 204. Throws GUARD_AWAY when it cannot be reached, answers late or refuses; SANDBOX_NOT_FOUND for 404. */
  async call(call: Call): Promise<unknown> {
    const message = await open(this.socketPath, { ...call, signal: AbortSignal.timeout(this.timeoutMs) })
    const answer = await text(message).catch((error: unknown) => {
      throw guardAway('its answer broke off', error)
    })
    const status = message.statusCode ?? 0
    if (status === 404) throw new DojoError('SANDBOX_NOT_FOUND', `The guard does not know ${call.path}.`)
    if (status >= 300) throw guardAway(`${call.method} ${call.path} gave ${status}: ${answer.slice(0, 300)}`)
    return answer === '' ? undefined : JSON.parse(answer)
  }

  /** Gives the lines of an answer that stays open, until it breaks or `signal` aborts. */
  async *lines(path: string, signal: AbortSignal): AsyncGenerator<string> {
    const message = await open(this.socketPath, { method: 'GET', path, signal })
    if (message.statusCode !== 200) throw guardAway(`GET ${path} gave ${message.statusCode}`)
    message.setEncoding('utf8')
    let rest = ''
    for await (const piece of message as AsyncIterable<string>) {
      const parts = (rest + piece).split('\n')
      rest = parts.pop() ?? ''
      for (const line of parts) if (line.trim() !== '') yield line
    }
  }
}
