import { request as httpRequest, type RequestOptions } from 'node:http'
import { request as httpsRequest } from 'node:https'

export interface Answer {
  readonly status: number
  readonly body: string
  readonly cookies: readonly string[]
}

export interface Question {
  readonly method?: string
  readonly socketPath?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
  readonly timeoutMs?: number
}

/**
 * Asks a part of the dojo over HTTP, by address or unix socket. Gives undefined when nothing answers in time.
 * A certificate is not checked: this asks the machine's own server, whose name in the certificate is another.
 */
export const ask = (url: string, question: Question = {}): Promise<Answer | undefined> =>
  new Promise((resolve) => {
    const text = question.body === undefined ? undefined : JSON.stringify(question.body)
    const options: RequestOptions & { rejectUnauthorized: boolean } = {
      method: question.method ?? 'GET',
      socketPath: question.socketPath,
      headers: { ...question.headers, ...(text && { 'content-type': 'application/json' }) },
      signal: AbortSignal.timeout(question.timeoutMs ?? 5000),
      rejectUnauthorized: false,
    }
    const call = (url.startsWith('https:') ? httpsRequest : httpRequest)(url, options, (response) => {
      response.toArray().then(
        (parts) =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts as Buffer[]).toString('utf8'),
            cookies: (response.headers['set-cookie'] ?? []).map((cookie) => cookie.split(';')[0] as string),
          }),
        () => resolve(undefined),
      )
    })
    call.on('error', () => resolve(undefined))
    call.end(text)
  })

/** Gives the JSON of an answer, or undefined for none or for one that is not JSON. */
export const jsonOf = <T>(answer: Answer | undefined): T | undefined => {
  try {
    return answer && (JSON.parse(answer.body) as T)
  } catch {
    return undefined
  }
}
