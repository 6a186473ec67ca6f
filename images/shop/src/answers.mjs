const limitBytes = 64 * 1024

/** Sends a value as JSON. */
export const sendJson = (response, status, value) =>
  send(response, status, 'application/json', `${JSON.stringify(value)}\n`)

/** Sends a text; `no-store`, because every answer tells the present state of a replica. */
export const send = (response, status, type, text, headers = {}) => {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(text)
}

/** An error that carries the HTTP status to answer with. */
export const httpError = (status, message) => Object.assign(new Error(message), { status })

/** Gives the fields of a JSON or form body. Throws 400 for anything else, 413 above 64 KiB. */
export const readFields = async (request) => {
  const parts = []
  let size = 0
  for await (const part of request) {
    size += part.length
    if (size > limitBytes) throw httpError(413, 'the body is larger than 64 KiB')
    parts.push(part)
  }
  const text = Buffer.concat(parts).toString('utf8')
  if ((request.headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) {
    return Object.fromEntries(new URLSearchParams(text))
  }
  try {
    const value = JSON.parse(text || '{}')
    if (value !== null && typeof value === 'object' && !Array.isArray(value)) return value
  } catch {
    // told below, in the same words as for a JSON that is no object
  }
  throw httpError(400, 'the body must be a JSON object')
}
