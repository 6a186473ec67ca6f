import { gzipSync } from 'node:zlib'
import type { Case } from './case.ts'
import { fill } from './fixtures.ts'

const privileged = () => fill('{"Image":"{{SHARED_IMG}}","HostConfig":{"Privileged":true}}')

/** Bytes of one case as they go onto the socket. */
export function requestBytes(test: Case, values?: Record<string, string>): Buffer {
  const filled = JSON.parse(fill(JSON.stringify(test), values)) as Case
  const described = describedBytes(filled)
  if (described) return described
  const body = bodyBytes(filled)
  return message(filled, body, body.length > 0 ? { 'Content-Length': String(body.length) } : {})
}

const targetOf = ({ path, query }: Case) =>
  path + (query ? `?${query.replaceAll(' ', '%20').replaceAll('"', '%22')}` : '')

function message(test: Case, body: Buffer, framing: Record<string, string>): Buffer {
  const type =
    body.length > 0
      ? { 'Content-Type': test.path.endsWith('/archive') ? 'application/x-tar' : 'application/json' }
      : {}
  const headers = { Host: 'docker', ...type, ...framing, ...test.headers }
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`)
  return Buffer.concat([
    Buffer.from(`${test.method} ${targetOf(test)} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`),
    body,
  ])
}

/** The case's body: JSON, or the text of a raw one as bytes (half a surrogate pair included). */
function bodyBytes(test: Case): Buffer {
  if (test.body === null || test.body === undefined) return Buffer.alloc(0)
  if (typeof test.body !== 'string') return Buffer.from(JSON.stringify(test.body))
  const text = test.body
  if (!isDescription(text)) return wtf8(text)
  if (test.method === 'GET' || test.method === 'HEAD') return Buffer.alloc(0)
  const packed = packedBytes(text)
  if (packed) return packed
  if (/\btar\b/.test(text)) return tar()
  if (/nested arrays/.test(text)) return Buffer.from('['.repeat(100_000) + ']'.repeat(100_000))
  if (/MiB JSON/.test(text))
    return Buffer.from(
      `{"Image":"${fill('{{SHARED_IMG}}')}","Env":["${'x'.repeat(5 * 2 ** 20)}"],"HostConfig":{"Privileged":true}}`,
    )
  if (test.expect === 'deny' && !['QUOTA', 'RACE'].includes(test.category)) return Buffer.from(text)
  return ordinaryBody(test.path)
}

/** Archives that the daemon would unpack with a program of the host. */
function packedBytes(text: string): Buffer | null {
  if (/gzip|\.gz|tgz/i.test(text)) return gzipSync(tar())
  if (/\bxz\b|\.xz/i.test(text))
    return Buffer.concat([Buffer.from('fd377a585a00', 'hex'), Buffer.alloc(600, 1)])
  if (/bzip2|\.bz2/i.test(text)) return Buffer.concat([Buffer.from('BZh91AY&SY'), Buffer.alloc(600, 1)])
  if (/zstd/i.test(text)) return Buffer.concat([Buffer.from('28b52ffd', 'hex'), Buffer.alloc(600, 1)])
  return null
}

const isDescription = (text: string) => /^<[\s\S]*>$/.test(text)

/** A harmless body for a route whose case only describes circumstances. */
function ordinaryBody(path: string): Buffer {
  if (path.endsWith('/containers/create'))
    return Buffer.from(fill('{"Image":"{{SHARED_IMG}}","Cmd":["sleep","60"]}'))
  if (/\/exec\/[^/]+\/start$/.test(path)) return Buffer.from('{"Detach":false,"Tty":true}')
  if (path.endsWith('/services/create'))
    return Buffer.from(
      fill('{"Name":"one-more","TaskTemplate":{"ContainerSpec":{"Image":"{{SHARED_IMG}}"}}}'),
    )
  return /\/(networks|volumes)\/create$/.test(path) ? Buffer.from('{"Name":"one-more"}') : Buffer.alloc(0)
}

type Shape = { when: RegExp; bytes: (test: Case, match: RegExpExecArray) => Buffer }

/** Descriptions of how a request is to be mangled on the wire. */
const shapes: Shape[] = [
  {
    when: /^<(\{.*\}) then pipelined/,
    bytes: (test, match) => Buffer.concat([withLength(test, match[1]!), hostile()]),
  },
  { when: /pipelined/, bytes: (test) => Buffer.concat([message(test, Buffer.alloc(0), {}), hostile()]) },
  {
    when: /Content-Length: 0 then/,
    bytes: (test) =>
      Buffer.concat([
        message(test, Buffer.alloc(0), { 'Content-Type': 'application/json', 'Content-Length': '0' }),
        Buffer.from(privileged()),
      ]),
  },
  {
    when: /Content-Length.*(and|\+|with).*Transfer-Encoding|CL\s*\+\s*TE|TE\s*\+\s*CL/i,
    bytes: (test) =>
      message(test, chunked(privileged()), { 'Content-Length': '4', 'Transfer-Encoding': 'chunked' }),
  },
  {
    when: /Transfer-Encoding: ([^>]+)/,
    bytes: (test, match) => message(test, chunked(privileged()), { 'Transfer-Encoding': match[1]! }),
  },
  {
    when: /(two|double|duplicate|different).*Content-Length/i,
    bytes: (test) => raw(test, ['Content-Length: 2', 'Content-Length: 60'], privileged()),
  },
  {
    when: /Content-Length: ?(\+\d+|-\d+|0x\w+|\d+,\s*\d+)/,
    bytes: (test, match) => raw(test, [`Content-Length: ${match[1]}`], privileged()),
  },
  { when: /header "([^"]+)"/, bytes: (test, match) => raw(test, [match[1]!], '{}') },
  {
    when: /bare LF/,
    bytes: (test) =>
      Buffer.from(withLength(test, privileged()).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'),
  },
  {
    when: /obs-?fold|folded/i,
    bytes: (test) =>
      raw(test, ['X-Folded: a', '  b', `Content-Length: ${privileged().length}`], privileged()),
  },
  { when: /h2 preface|PRI \*|HTTP\/2/i, bytes: () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n') },
  {
    when: /body withheld/,
    bytes: (test) =>
      message(test, Buffer.alloc(0), { 'Content-Type': 'application/json', 'Content-Length': '100' }),
  },
  {
    when: /(chunk.?ext|extension)/i,
    bytes: (test) =>
      message(test, Buffer.from(chunked(privileged()).toString().replace('\r\n', ';a=b\r\n')), {
        'Transfer-Encoding': 'chunked',
      }),
  },
  {
    when: /trailer/i,
    bytes: (test) =>
      message(
        test,
        Buffer.from(
          chunked(privileged())
            .toString()
            .replace(/0\r\n\r\n$/, '0\r\nX: y\r\n\r\n'),
        ),
        { 'Transfer-Encoding': 'chunked' },
      ),
  },
  { when: /chunked body/, bytes: (test) => message(test, chunked(privileged()), {}) },
  {
    when: /(\d+) KiB of headers/,
    bytes: (test, match) => raw(test, [`X-Big: ${'x'.repeat(Number(match[1]) * 1024)}`], ''),
  },
  {
    when: /HTTP\/(1\.0|0\.9)/,
    bytes: (test, match) =>
      Buffer.from(
        withLength(test, privileged()).toString('latin1').replace('HTTP/1.1', `HTTP/${match[1]}`),
        'latin1',
      ),
  },
  {
    when: /(no|missing) Host/i,
    bytes: (test) =>
      Buffer.from(
        withLength(test, privileged()).toString('latin1').replace('Host: docker\r\n', ''),
        'latin1',
      ),
  },
  {
    when: /(two|double|duplicate) Host/i,
    bytes: (test) => raw(test, ['Host: two', `Content-Length: ${privileged().length}`], privileged()),
  },
]

function describedBytes(test: Case): Buffer | null {
  if (typeof test.body !== 'string' || !isDescription(test.body)) return null
  for (const { when, bytes } of shapes) {
    const match = when.exec(test.body)
    if (match) return bytes(test, match)
  }
  return null
}

const withLength = (test: Case, body: string) =>
  message(test, Buffer.from(body), { 'Content-Length': String(Buffer.byteLength(body)) })
const hostile = () =>
  withLength({ method: 'POST', path: '/v1.41/containers/create', query: '' } as Case, privileged())
const chunked = (body: string) =>
  Buffer.from(`${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n0\r\n\r\n`)

function raw(test: Case, lines: string[], body: string): Buffer {
  const type = body ? ['Content-Type: application/json'] : []
  return Buffer.from(
    `${test.method} ${targetOf(test)} HTTP/1.1\r\nHost: docker\r\n${[...type, ...lines].join('\r\n')}\r\n\r\n${body}`,
  )
}

/** UTF-8, with lone surrogates as three bytes each, as a careless encoder writes them. */
function wtf8(text: string): Buffer {
  const bytes = [...text].map((character) => {
    const code = character.codePointAt(0)!
    if (code < 0xd800 || code > 0xdfff) return Buffer.from(character)
    return Buffer.from([0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)])
  })
  return Buffer.concat(bytes)
}

/** A tar with one empty file. */
function tar(): Buffer {
  const header = Buffer.alloc(512)
  header.write('file', 0)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  header.write('00000000000\0', 124)
  header.write('00000000000\0', 136)
  header.write('        0', 148)
  header.write('ustar\x0000', 257)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, Buffer.alloc(1024)])
}
