import { DojoError, errorBody } from '../errors.ts'
import { routes, type BodyOf, type QueryOf, type ResponseOf, type Route, type RouteName } from './api.ts'

export interface CallInput<N extends RouteName> {
  params?: Record<string, string | number>
  query?: QueryOf<N>
  body?: BodyOf<N>
  /** Ends the call with its reason. */
  signal?: AbortSignal
}

export interface ClientOptions {
  /** Origin of the server, `''` for the same origin. */
  origin?: string
  headers?: Record<string, string>
  fetch?: typeof fetch
  /** How long a call of a route may take, ms. Without it a call takes as long as it takes. */
  timeoutMs?: (name: RouteName) => number
}

const path = (definition: Route, params: Record<string, string | number>, query: unknown): string => {
  const filled = definition.path.replace(/:([a-zA-Z]+)/g, (_, key: string) => {
    if (params[key] === undefined) throw new RangeError(`${definition.path} needs ${key}`)
    return encodeURIComponent(String(params[key]))
  })
  const search = new URLSearchParams(Object.entries((query ?? {}) as Record<string, string>)).toString()
  return search === '' ? filled : `${filled}?${search}`
}

/** What ends a call: its caller, or its time. Null: nothing does. */
const endOf = (signal: AbortSignal | undefined, withinMs: number | undefined): AbortSignal | null => {
  const ends = [
    ...(signal ? [signal] : []),
    ...(withinMs === undefined ? [] : [AbortSignal.timeout(withinMs)]),
  ]
  return ends.length === 0 ? null : AbortSignal.any(ends)
}

const failure = async (response: Response): Promise<DojoError> => {
  const parsed = errorBody.safeParse(await response.json().catch(() => null))
  if (parsed.success) return new DojoError(parsed.data.code, parsed.data.message, parsed.data.detail)
  return new DojoError('INTERNAL', `The server answered ${response.status} without an explanation.`)
}

/**
 * Gives a typed client over the route table. A refusal rejects with the DojoError the server sent; an answer
 * of another shape than the contract rejects with a ZodError, and a call that took too long with a DOMException named
 * TimeoutError.
 */
export const createClient = (options: ClientOptions = {}) => {
  const send = options.fetch ?? fetch
  return async <N extends RouteName>(name: N, input: CallInput<N> = {}): Promise<ResponseOf<N>> => {
    const definition: Route = routes[name]
    const response = await send((options.origin ?? '') + path(definition, input.params ?? {}, input.query), {
      method: definition.method,
      headers: {
        ...options.headers,
        ...(input.body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: input.body === undefined ? undefined : JSON.stringify(input.body),
      credentials: 'same-origin',
      signal: endOf(input.signal, options.timeoutMs?.(name)),
    })
    if (!response.ok) throw await failure(response)
    if (definition.response === undefined) return undefined as ResponseOf<N>
    return definition.response.parse(await response.json()) as ResponseOf<N>
  }
}
export type Client = ReturnType<typeof createClient>
