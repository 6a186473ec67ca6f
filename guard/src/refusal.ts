/**
 * The guard's "no". It carries the HTTP status and the sentence the client's tool prints.
 * Thrown anywhere while a request is judged; the dispatcher turns it into the engine's error shape.
 */
export class Refusal extends Error {
  readonly status: number
  constructor(status: number, message: string) {
    super(message)
    this.name = 'Refusal'
    this.status = status
  }
}

/** 400: the request cannot be read. */
export const malformed = (message: string) => new Refusal(400, message)

/** 403: the request is understood and the policy says no. `what` is the field or route. */
export const forbidden = (what: string) => new Refusal(403, `${what} is not allowed in this sandbox`)

/** 404 in the engine's words, so that a foreign object and a missing one answer byte for byte alike. */
export const noSuch = {
  container: (ref: string) => new Refusal(404, `No such container: ${ref}`),
  exec: (ref: string) => new Refusal(404, `No such exec instance: ${ref}`),
  image: (ref: string) => new Refusal(404, `No such image: ${ref}`),
  network: (ref: string) => new Refusal(404, `network ${ref} not found`),
  volume: (ref: string) => new Refusal(404, `get ${ref}: no such volume`),
  service: (ref: string) => new Refusal(404, `service ${ref} not found`),
  task: (ref: string) => new Refusal(404, `task ${ref} not found`),
  node: (ref: string) => new Refusal(404, `node ${ref} not found`),
  secret: (ref: string) => new Refusal(404, `secret ${ref} not found`),
  config: (ref: string) => new Refusal(404, `config ${ref} not found`),
}
export type ObjectKind = keyof typeof noSuch

/** 503: fail closed while the engine, the policy or the spool cannot be asked. */
export const unavailable = (message: string) => new Refusal(503, message)
