import { malformed, Refusal } from '../refusal.ts'

export const maxHeadBytes = 16 * 1024

/** Head of one request as the guard understood it. Header names are lower case, each at most once. */
export type Head = { method: string; target: string; headers: Map<string, string> }

const requestLine = /^([A-Z]{1,16}) ([\x21-\x7e]{1,8192}) HTTP\/1\.1$/
const headerName = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,128}$/
const headerValue = /^[\x20-\x7e\t]*$/

/**
 * Reads a request head (without the final empty line), more strictly than RFC 9112 asks: HTTP/1.1 only, CRLF only, no
 * folding, no bare CR or LF, printable ASCII, every header at most once, exactly one Host. Throws Refusal 400.
 */
export function parseHead(bytes: Buffer): Head {
  const lines = bytes.toString('latin1').split('\r\n')
  const start = requestLine.exec(lines[0] ?? '')
  if (!start) throw malformed('malformed HTTP/1.1 request line')
  const headers = new Map<string, string>()
  for (const line of lines.slice(1)) {
    const colon = line.indexOf(':')
    const value = line.slice(colon + 1)
    if (!headerName.test(line.slice(0, Math.max(colon, 0))) || !headerValue.test(value))
      throw malformed('malformed header line')
    const name = line.slice(0, colon).toLowerCase()
    if (headers.has(name)) throw malformed(`the header ${name} appears twice`)
    headers.set(name, value.trim())
  }
  if (!headers.has('host')) throw malformed('the Host header is missing')
  return { method: start[1]!, target: start[2]!, headers }
}

/** How the body is framed. Anything that two readers could frame differently is refused. */
export type Framing = { kind: 'none' } | { kind: 'length'; length: number } | { kind: 'chunked' }

/** Throws Refusal 400 for an ambiguous framing, 415 for a coded body, 417 for Expect. */
export function framingOf({ headers }: Head): Framing {
  if (headers.has('expect')) throw new Refusal(417, 'Expect is not supported')
  if (headers.has('content-encoding')) throw new Refusal(415, 'Content-Encoding is not supported')
  if (headers.has('trailer')) throw malformed('trailers are not supported')
  const length = headers.get('content-length')
  const coding = headers.get('transfer-encoding')
  if (coding !== undefined) {
    if (length !== undefined) throw malformed('Content-Length and Transfer-Encoding together')
    if (coding.toLowerCase() !== 'chunked') throw malformed('unknown Transfer-Encoding')
    return { kind: 'chunked' }
  }
  if (length === undefined) return { kind: 'none' }
  if (!/^(0|[1-9]\d{0,14})$/.test(length)) throw malformed('malformed Content-Length')
  return length === '0' ? { kind: 'none' } : { kind: 'length', length: Number(length) }
}
