import type { IncomingMessage } from 'node:http'
import { readText } from '../engine/engine.ts'
import type { Call, Reply } from './route.ts'

export const json = (status: number, body: unknown): Reply => ({ kind: 'json', status, body })
export const empty = (status: number): Reply => ({
  kind: 'bytes',
  status,
  headers: {},
  body: Buffer.alloc(0),
})

/** An answer of the engine as JSON through `shape`; its errors keep their status and lose the engine's names. */
export async function relay(
  call: Call,
  answer: IncomingMessage,
  shape: (body: never) => unknown,
): Promise<Reply> {
  const status = answer.statusCode ?? 500
  const text = await readText(answer)
  if (status >= 400) return failure(call, status, text)
  if (text === '') return empty(status)
  return json(status, shape(JSON.parse(text) as never))
}

/** An answer without a body that matters: 204, 304 or an error. */
export async function relayStatus(call: Call, answer: IncomingMessage): Promise<Reply> {
  const status = answer.statusCode ?? 500
  const text = await readText(answer)
  return status >= 400 ? failure(call, status, text) : empty(status)
}

/** The engine's error, scrubbed. */
export function failure(call: Call, status: number, text: string): Extract<Reply, { kind: 'json' }> {
  let message = text
  try {
    message = (JSON.parse(text) as { message?: string }).message ?? text
  } catch {
    // Not JSON: older engines answer some errors as text.
  }
  return { kind: 'json', status, body: { message: call.sandbox.names.scrub(message) } }
}

/** A stream of the engine's bytes; `through` may change them on the way. */
export async function relayStream(
  call: Call,
  answer: IncomingMessage,
  through: (source: AsyncIterable<Buffer>) => AsyncIterable<Buffer> = (source) => source,
): Promise<Reply> {
  const status = answer.statusCode ?? 500
  if (status >= 400) return failure(call, status, await readText(answer))
  const headers: Record<string, string> = {}
  const type = answer.headers['content-type']
  if (type) headers['Content-Type'] = type
  return { kind: 'stream', status, headers, source: through(answer) }
}

/** Splits a stream into lines (without their ends). A line over 1 MiB ends the stream. */
export async function* lines(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let rest = ''
  const decoder = new TextDecoder()
  for await (const chunk of source) {
    rest += decoder.decode(chunk, { stream: true })
    const parts = rest.split('\n')
    rest = parts.pop() ?? ''
    if (rest.length > 1024 * 1024) return
    yield* parts
  }
  if (rest !== '') yield rest
}
