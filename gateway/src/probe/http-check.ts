import type { HttpCheckResult } from '@noops-dojo/contracts'
import { request } from 'undici'

export interface HttpCheckRequest {
  readonly url: string
  readonly method: 'GET' | 'POST' | 'HEAD'
  readonly body?: string | undefined
  readonly headers: Readonly<Record<string, string>>
  readonly maxBytes: number
  readonly timeoutMs: number
}

/** One HTTP request for a declarative check; the body is cut at `maxBytes`. Never rejects: `error` says what went wrong. */
export const httpCheck = async (check: HttpCheckRequest): Promise<HttpCheckResult> => {
  const startedAt = performance.now()
  const ms = () => Math.round(performance.now() - startedAt)
  try {
    const response = await request(check.url, {
      method: check.method,
      body: check.body ?? null,
      signal: AbortSignal.timeout(check.timeoutMs),
      headers: {
        ...check.headers,
        connection: 'close',
        ...(check.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
    })
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of response.body as AsyncIterable<Buffer>) {
      chunks.push(chunk)
      size += chunk.length
      if (size >= check.maxBytes) break
    }
    const body = Buffer.concat(chunks).subarray(0, check.maxBytes).toString('utf8')
    return { status: response.statusCode, body, ms: ms(), error: null }
  } catch (error) {
    const text =
      error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? error.name) : String(error)
    return { status: null, body: '', ms: ms(), error: text }
  }
}
