import { containerDetail } from '../../ownership/scrub-container.ts'
import { isTrue } from '../../parse/query.ts'
import { forbidden } from '../../refusal.ts'
import { lines, relay, relayStream } from '../answers.ts'
import { queryValue, type Call, type Route } from '../route.ts'

/** Reading one container. */
export const readingRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/containers/{id}/json',
    query: ['size'],
    async handle(call) {
      refuseSize(call)
      const answer = await call.read({ method: 'GET', path: `/containers/${await own(call)}/json` })
      return relay(call, answer, (detail: Record<string, unknown>) => containerDetail(call.sandbox, detail))
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{id}/logs',
    query: ['stdout', 'stderr', 'follow', 'since', 'until', 'timestamps', 'tail', 'details'],
    stream: true,
    async handle(call) {
      const path = `/containers/${await own(call)}/logs`
      return relayStream(call, await call.read({ method: 'GET', path, query: logQuery(call) }))
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{id}/stats',
    query: ['stream', 'one-shot'],
    stream: true,
    async handle(call) {
      const stream = call.query.has('stream') ? isTrue(queryValue(call, 'stream')) : true
      const query = {
        stream: Number(stream),
        ...(call.query.has('one-shot') ? { 'one-shot': Number(isTrue(queryValue(call, 'one-shot'))) } : {}),
      }
      const path = `/containers/${await own(call)}/stats`
      return relayStream(call, await call.read({ method: 'GET', path, query }), (source) =>
        unprefixed(call, source),
      )
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{id}/top',
    query: ['ps_args'],
    async handle(call) {
      const args = queryValue(call, 'ps_args') ?? ''
      // The arguments go to the host's ps: only these two are harmless for sure.
      if (!['', 'aux', '-ef'].includes(args)) throw forbidden(`ps_args ${args}`)
      const path = `/containers/${await own(call)}/top`
      return relay(
        call,
        await call.read({ method: 'GET', path, query: { ps_args: args || '-ef' } }),
        (body) => body,
      )
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{id}/changes',
    // As long as what was written in the container: it is passed on as it comes.
    stream: true,
    async handle(call) {
      return relayStream(
        call,
        await call.read({ method: 'GET', path: `/containers/${await own(call)}/changes` }),
      )
    },
  },
  {
    method: 'GET',
    pattern: '/containers/{id}/export',
    stream: true,
    async handle(call) {
      return relayStream(
        call,
        await call.read({ method: 'GET', path: `/containers/${await own(call)}/export` }),
      )
    },
  },
]

/** Full id of the container that the path names. */
export async function own(call: Call): Promise<string> {
  const { id, name } = await call.sandbox.directory.resolve('container', call.params[0] ?? '')
  call.object = name
  return id
}

/** Throws Refusal 403 when the client asks for sizes. */
export function refuseSize(call: Call): void {
  if (isTrue(queryValue(call, 'size'))) throw forbidden('size (it walks every layer on the host)')
}

/** Query of a log stream, canonical. */
export function logQuery(call: Call): Record<string, string | number | undefined> {
  const flag = (key: string) => (isTrue(queryValue(call, key)) ? 1 : undefined)
  const word = (key: string, pattern: RegExp) => {
    const value = queryValue(call, key)
    if (value !== undefined && value !== '' && !pattern.test(value)) throw forbidden(`${key}=${value}`)
    return value || undefined
  }
  return {
    stdout: flag('stdout'),
    stderr: flag('stderr'),
    follow: flag('follow'),
    timestamps: flag('timestamps'),
    details: flag('details'),
    since: word('since', /^-?\d{1,12}(\.\d{1,9})?$/),
    until: word('until', /^-?\d{1,12}(\.\d{1,9})?$/),
    tail: word('tail', /^(all|-?\d{1,9})$/),
  }
}

/** Stats are passed as text: their counters do not fit a JavaScript number. Only the name is changed. */
async function* unprefixed({ sandbox }: Call, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const line of lines(source))
    yield Buffer.from(line.replace(`"name":"/${sandbox.names.prefix}`, '"name":"/') + '\n')
}
