import { readText } from '../../engine/engine.ts'
import { environment, user, words, workingDir } from '../../models/fields.ts'
import { bool, list, integer, object, readBody, text, zero } from '../../parse/model.ts'
import { isTrue, wholeNumber } from '../../parse/query.ts'
import { forbidden, noSuch } from '../../refusal.ts'
import { visibleDetachKeys } from './detach-keys.ts'
import { failure, json, relay, relayStatus } from '../answers.ts'
import { own } from './reading.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

const createModel = object({
  // The Docker SDK for Python repeats the path's container here.
  Container: text(256),
  User: user,
  Privileged: zero,
  Tty: bool,
  ConsoleSize: list(integer(0, 1000), 2),
  AttachStdin: bool,
  AttachStderr: bool,
  AttachStdout: bool,
  Detach: bool,
  DetachKeys: text(64),
  Env: environment,
  WorkingDir: workingDir,
  Cmd: words,
})
/** `hijack` and `stdin` are dockerode's own options, which it sends along. */
const startModel = object({
  Detach: bool,
  Tty: bool,
  ConsoleSize: list(integer(0, 1000), 2),
  hijack: bool,
  stdin: bool,
})

const attachKeys = ['stream', 'stdin', 'stdout', 'stderr', 'logs', 'detachKeys', 'hijack'] as const

/** Commands inside the sandbox's own containers. */
export const execRoutes: Route[] = [
  {
    method: 'POST',
    pattern: '/containers/{id}/attach',
    query: attachKeys,
    hijack: true,
    stream: true,
    action: 'container.attach',
    async handle(call) {
      const flags = ['stream', 'stdin', 'stdout', 'stderr', 'logs'] as const
      const query = Object.fromEntries(flags.map((key) => [key, Number(isTrue(queryValue(call, key)))]))
      const detachKeys = visibleDetachKeys(queryValue(call, 'detachKeys'))
      return {
        kind: 'hijack',
        request: {
          method: 'POST',
          path: `/containers/${await own(call)}/attach`,
          query: { ...query, detachKeys },
        },
      }
    },
  },
  { method: 'POST', pattern: '/containers/{id}/exec', body: 'json', action: 'exec.create', handle: create },
  {
    method: 'POST',
    pattern: '/exec/{id}/start',
    body: 'json',
    hijack: true,
    stream: true,
    action: 'exec.start',
    handle: start,
  },
  {
    method: 'POST',
    pattern: '/exec/{id}/resize',
    query: ['h', 'w'],
    async handle(call) {
      const query = { h: wholeNumber(call.query, 'h', 1, 1000), w: wholeNumber(call.query, 'w', 1, 1000) }
      return relayStatus(
        call,
        await call.read({ method: 'POST', path: `/exec/${await ownExec(call)}/resize`, query }),
      )
    },
  },
  {
    method: 'GET',
    pattern: '/exec/{id}/json',
    async handle(call) {
      const answer = await call.read({ method: 'GET', path: `/exec/${await ownExec(call)}/json` })
      // The process id is the host's.
      return relay(call, answer, (body: Record<string, unknown>) => ({ ...body, Pid: 0 }))
    },
  },
]

async function create(call: Call): Promise<Reply> {
  // Whose container it is comes first: a foreign one is "missing" whatever the body holds.
  const id = await own(call)
  const input = readBody(createModel, call.json)
  if (input.Container && input.Container !== call.params[0])
    throw forbidden('Container other than in the path')
  if (!input.Cmd?.length) throw forbidden('an exec without a command')
  // An exec that has no stream left to run in is not made at all.
  call.sandbox.streams.learner.enter()()
  const { Privileged: _privileged, Container: _container, ...rest } = input
  const detachKeys = visibleDetachKeys(input.DetachKeys)
  const fields = Object.entries(rest).filter(
    ([key, value]) => value !== undefined && value !== '' && key !== 'DetachKeys',
  )
  const body = { ...Object.fromEntries(fields), ...(detachKeys ? { DetachKeys: detachKeys } : {}) }
  const make = async () => {
    const answer = await call.mutate({ method: 'POST', path: `/containers/${id}/exec`, body })
    const content = await readText(answer)
    if (answer.statusCode !== 201)
      return { id: null, reply: failure(call, answer.statusCode ?? 500, content) }
    const { Id } = JSON.parse(content) as { Id: string }
    remember(call, Id, id)
    return { id: Id, reply: json(201, { Id }) }
  }
  const { reply } = await call.sandbox.waitingExecs.add(make, (exec) => isWaiting(call, exec))
  return reply
}

/** Whether the engine still keeps a command that has neither run nor begun to. */
async function isWaiting({ sandbox }: Call, exec: string): Promise<boolean> {
  const found = await sandbox.engine.lookup<{ Running: boolean; ExitCode: number | null }>(
    `/exec/${exec}/json`,
  )
  return found !== null && !found.Running && found.ExitCode === null
}

async function start(call: Call): Promise<Reply> {
  const id = await ownExec(call)
  const { hijack: _hijack, stdin: _stdin, ...input } = readBody(startModel, call.json)
  const body = Object.fromEntries(Object.entries(input).filter(([, value]) => value !== undefined))
  const request = { method: 'POST', path: `/exec/${id}/start`, body }
  if (input.Detach) return relayStatus(call, await call.mutate(request))
  return { kind: 'hijack', request }
}

const maxRemembered = 1000

function remember({ sandbox }: Call, exec: string, container: string): void {
  if (sandbox.execs.size >= maxRemembered) sandbox.execs.delete(sandbox.execs.keys().next().value!)
  sandbox.execs.set(exec, container)
}

/** An exec id is a bearer token of a shell: it counts only when its container is this sandbox's now. */
async function ownExec(call: Call): Promise<string> {
  const exec = call.params[0] ?? ''
  if (!/^[0-9a-f]{64}$/.test(exec)) throw noSuch.exec(exec)
  let container = call.sandbox.execs.get(exec)
  if (!container) {
    const found = await call.sandbox.engine.lookup<{ ContainerID?: string }>(`/exec/${exec}/json`)
    container = found?.ContainerID
  }
  const owned = container && (await call.sandbox.directory.containers()).find(({ id }) => id === container)
  if (!owned) throw noSuch.exec(exec)
  call.object = owned.name
  return exec
}
