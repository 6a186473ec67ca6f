/** An event as the engine sends it (Docker Engine API, "Monitor events"), as far as it is read here. */
export interface EngineMessage {
  readonly Type: string
  readonly Action: string
  readonly Actor: { readonly ID: string; readonly Attributes?: Readonly<Record<string, string>> }
  readonly time: number
  readonly timeNano: number
}

/** What is worth evidence: execs of checks and terminals are not. */
export const watchedEvents = {
  type: ['container', 'service'],
  event: [
    'create',
    'start',
    'die',
    'kill',
    'stop',
    'oom',
    'pause',
    'unpause',
    'restart',
    'destroy',
    'health_status',
    'update',
    'remove',
  ],
}

/** Attributes that say something to a reader; the labels of the platform are not among them. */
const toldAttributes = [
  'signal',
  'exitCode',
  'image',
  'updatestate.old',
  'updatestate.new',
  'replicas.old',
  'replicas.new',
]

export const toldOf = (attributes: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    toldAttributes.flatMap((key) => (attributes[key] === undefined ? [] : [[key, attributes[key]]])),
  )

/** Reads newline-delimited JSON that is cut anywhere; a line that is no JSON is left out. */
export class MessageReader {
  #rest = ''
  readonly #decoder = new TextDecoder()

  push(chunk: Uint8Array): EngineMessage[] {
    const lines = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n')
    this.#rest = lines.pop() ?? ''
    return lines.flatMap((line) => {
      try {
        return line.trim() === '' ? [] : [JSON.parse(line) as EngineMessage]
      } catch {
        return []
      }
    })
  }
}
