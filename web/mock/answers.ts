import { DojoError, routes, type RouteName, type Session } from '@noops-dojo/contracts'
import { experiments, taskAttempts } from './attempts.ts'
import { consoleAttempts, experiment, inject, lift, topology } from './chaos.ts'
import { catalogue } from './fault-catalogue.ts'
import { lab } from './lab.ts'
import { longTask } from './long-names.ts'
import { boardOf, classrooms, preparationOf, prepare } from './room.ts'
import { sandboxes } from './sandbox.ts'
import { events, freshEvents, samplesBetween } from './script.ts'
import { summaries } from './summaries.ts'

export interface Call {
  params: Record<string, string>
  query: URLSearchParams
  body: Record<string, unknown>
  session: Session
  become: (session: Session) => void
}

const sandbox = (call: Call) => {
  const made = sandboxes[call.params['sandboxId'] ?? '']
  if (made === undefined) throw new DojoError('SANDBOX_NOT_FOUND', 'There is no such sandbox.')
  return made()
}
const task = (call: Call) => {
  const found = sandbox(call).tasks.find((one) => one.id === call.params['taskId'])
  if (found === undefined) throw new DojoError('TASK_NOT_FOUND', 'There is no such task.')
  return { ...found, checkedAt: Date.now() }
}

const join = ({ body, become }: Call): Session => {
  if (body['code'] === 'ZZZZZZ') throw new DojoError('JOIN_CODE_UNKNOWN', 'No class has the code ZZZZZZ.')
  if (body['code'] === 'CCCCCC') throw new DojoError('CLASSROOM_CLOSED', 'This class is closed.')
  const learner = {
    id: 'l1',
    nickname: String(body['nickname']),
    locale: 'en' as const,
    classroomId: 'c1',
    joinedAt: Date.now(),
  }
  const session: Session = { role: 'learner', learner, classroom: { id: 'c1', name: 'Tuesday, room 4' } }
  become(session)
  return session
}

const start = ({ body }: Call) => {
  if (body['labId'] === 'host-full') throw new DojoError('HOST_FULL', 'All 40 places of this host are taken.')
  if (body['labId'] === 'engine-away') throw new DojoError('ENGINE_AWAY', 'The engine does not answer.')
  return { ...sandboxes['start00001']?.() }
}

/** What the stand-in answers, by route. A route that is not here is answered with 404. */
export const answers: Partial<Record<RouteName, (call: Call) => unknown>> = {
  readSession: ({ session }) => session,
  joinClassroom: join,
  openInstructorSession: ({ body, become }) => {
    if (body['key'] !== 'mock') throw new DojoError('INSTRUCTOR_KEY_WRONG', 'This is not the key.')
    become({ role: 'instructor' })
    return { role: 'instructor' }
  },
  endSession: ({ become }) => become({ role: 'anonymous' }),
  listLabs: () => ({ items: summaries }),
  readLab: ({ params }) => {
    const found = summaries.find((one) => one.id === params['labId'])
    if (found === undefined) throw new DojoError('LAB_NOT_FOUND', 'There is no such lab.')
    if (found.id !== 'long-names') return { ...lab, ...found }
    const taskList = lab.taskList.map((task) => ({
      ...task,
      title: { en: `${task.id}_${longTask.en}`, ja: `${task.id}_${longTask.ja}` },
    }))
    const faults = lab.faults.map((fault) => ({ ...fault, title: found.title }))
    return { ...lab, ...found, taskList, faults }
  },
  startSandbox: start,
  listSandboxes: () => ({ items: [sandboxes['demo000001']?.()] }),
  readSandbox: sandbox,
  endSandbox: (call) => ({ ...sandbox(call), state: 'terminating' }),
  extendSandbox: (call) => ({ ...sandbox(call), endsAt: Date.now() + 3_300_000, extensionsLeft: 1 }),
  listEvents: ({ query }) => ({
    items: [...events, ...freshEvents].filter((event) => event.seq > Number(query.get('after'))),
  }),
  listSamples: ({ query }) => ({ items: samplesBetween(Number(query.get('from')), Number(query.get('to'))) }),
  takeTicket: ({ params, body }) => ({
    ticket: 't',
    url: `/ws/${body['purpose'] === 'live' ? 'live' : 'terminal'}?ticket=${params['sandboxId']}`,
    expiresAt: Date.now() + 30_000,
  }),
  checkTask: task,
  answerTask: (call) => ({ ...task(call), outcome: 'unmet' }),
  openHint: (call) => ({
    hint: {
      en: 'docker service update --restart-delay 500ms shop_web',
      ja: 'docker service update --restart-delay 500ms shop_web',
    },
    task: { ...task(call), hintsOpened: Number(call.params['index']) + 1 },
  }),
  startAttempt: (call) => sandboxes['demo000001']?.().tasks[3]?.attempts.at(-1) ?? task(call),
  injectFault: () => {
    throw new DojoError('ATTEMPT_RUNNING', 'An attempt is running.')
  },
  listFaults: () => ({ items: catalogue }),
  runFault: ({ body }) => inject(body as unknown as Parameters<typeof inject>[0]),
  liftFault: ({ params }) => lift(params['runId'] ?? ''),
  startExperiment: ({ body }) => experiment(body['faults'] as Parameters<typeof experiment>[0]),
  listAttempts: () => ({
    items: [...taskAttempts, ...experiments, ...consoleAttempts()].toSorted(
      (a, b) => a.startedAt - b.startedAt,
    ),
  }),
  readTopology: topology,
  exportSandbox: (call) => ({ sandbox: sandbox(call), events }),
  listClassrooms: () => ({ items: classrooms }),
  createClassroom: () => classrooms[2],
  closeClassroom: () => classrooms[1],
  readBoard: ({ params }) => ({ items: boardOf(params['classroomId'] ?? '') }),
  readPreparation: () => ({ preparation: preparationOf() }),
  prepareSandboxes: ({ body }) => ({
    preparation: prepare({ labId: String(body['labId']), count: Number(body['count']) }),
  }),
  endPreparation: () => ({ preparation: prepare(null) }),
  takeRoomTicket: ({ params }) => ({
    ticket: 't',
    url: `/ws/room?ticket=${params['classroomId']}`,
    expiresAt: Date.now() + 30_000,
  }),
}

/** The route of a method and path with its parameters, or undefined. */
export const matchRoute = (
  method: string,
  path: string,
): { name: RouteName; params: Record<string, string> } | undefined => {
  for (const [name, route] of Object.entries(routes)) {
    if (route.method !== method) continue
    const keys = [...route.path.matchAll(/:([a-zA-Z]+)/g)].map((match) => match[1] as string)
    const match = new RegExp(`^${route.path.replace(/:[a-zA-Z]+/g, '([^/]+)')}$`).exec(path)
    if (match === null) continue
    const params = Object.fromEntries(
      keys.map((key, index) => [key, decodeURIComponent(match[index + 1] ?? '')]),
    )
    return { name: name as RouteName, params }
  }
  return undefined
}
