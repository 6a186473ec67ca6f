import {
  DojoError,
  type Attempt,
  type JournalEvent,
  type LabFile,
  type LabSummary,
  type SandboxView,
  type TaskView,
} from '@noops-dojo/contracts'
import type { LoadedLab } from '@noops-dojo/lab-source'
import type { AttemptKind, GradingServer } from '../client/grading-server.ts'

/** What the fake does when it is asked; everything has a well-behaved default. */
export interface Behaviour {
  /** State that an evaluation gives a scripted task, by how often it was asked; default: met at once after the script. */
  readonly check?: (taskId: string, times: number, hasRun: boolean) => TaskView['state']
  readonly attempt?: (taskId: string, times: number) => 'met' | 'unmet' | 'inconclusive'
  /** What a control run shows: `placebo`, or the id of an ablation. */
  readonly control?: (name: string, times: number) => 'met' | 'unmet' | 'inconclusive'
  /** Of the lab that the dojo knows; default: that of the lab it was given. */
  readonly labDigest?: string
  readonly provision?: (times: number) => SandboxView['state']
  readonly pool?: readonly { id: string; pool: number }[]
  readonly isWarm?: boolean
  readonly hasNoBundle?: boolean
  readonly bundle?: string
  readonly upload?: () => Promise<void>
  readonly script?: { exitCode: number | null; output: string }
  /** What never comes to an end by itself. */
  readonly hangs?: 'script' | 'attempt' | 'provision'
}

/** Calls that end with no signal: what they begin and end must not be left half done. */
const neverCut: readonly PropertyKey[] = ['startSandbox', 'endSandbox']

/** Gives the same server, whose calls reject with the signal's reason. */
const endingWith = <T extends object>(server: T, signal: AbortSignal): T => {
  const cut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true })
  })
  cut.catch(() => {})
  return new Proxy(server, {
    get: (target, name) => {
      const value = Reflect.get(target, name, target) as unknown
      if (typeof value !== 'function') return value
      return (...input: unknown[]): unknown => {
        const answer: unknown = Reflect.apply(value, target, input)
        const isCut = answer instanceof Promise && !neverCut.includes(name)
        return isCut ? Promise.race([answer, cut]) : answer
      }
    },
  })
}

const forever = (): Promise<never> => new Promise(() => {})

const attemptOf = (id: string, taskId: string, outcome: 'met' | 'unmet' | 'inconclusive' | null): Attempt =>
  ({
    id,
    sandboxId: 'afakesandb',
    arm: 'fault',
    taskId,
    phase: outcome === null ? 'holding' : 'done',
    startedAt: 0,
    endedAt: null,
    commit: '',
    injection: 1,
    verdict:
      outcome === null
        ? null
        : {
            outcome,
            reason: outcome === 'met' ? 'ok' : 'not-recovered',
            sentence: { en: `It was ${outcome}.`, ja: '' },
            class: 'tolerated',
            injections: [],
            availability: null,
            handsOff: { from: 0, to: 0, touches: [], touchSeconds: 0 },
          },
  }) as unknown as Attempt

/** A dojo in memory: one sandbox, tasks that open as their needs are met. `log` has every call. */
export class FakeGradingServer implements GradingServer {
  readonly origin = 'fake:'
  readonly log: string[] = []
  readonly #lab: LabFile
  readonly #digest: string
  readonly #behaviour: Behaviour
  readonly #states = new Map<string, TaskView['state']>()
  readonly #attempts = new Map<string, Attempt[]>()
  readonly #asked = new Map<string, number>()
  #hasRun = false

  constructor({ file, digest }: Pick<LoadedLab, 'file' | 'digest'>, behaviour: Behaviour = {}) {
    this.#lab = file
    this.#digest = digest
    this.#behaviour = behaviour
  }

  until(signal: AbortSignal): GradingServer {
    return endingWith(this, signal)
  }

  async listLabs(): Promise<LabSummary[]> {
    return (this.#behaviour.pool ?? []) as LabSummary[]
  }

  async startSandbox(labId: string, seed: string | undefined): Promise<SandboxView> {
    this.log.push(`start ${labId} ${seed ?? 'warm'}`)
    return this.#view('requested')
  }

  async readSandbox(): Promise<SandboxView> {
    if (this.#behaviour.hangs === 'provision') return this.#view('provisioning')
    return this.#view(
      this.#hasRun ? 'ready' : (this.#behaviour.provision?.(this.#count('provision')) ?? 'ready'),
    )
  }

  async endSandbox(): Promise<void> {
    this.log.push('end')
  }

  async upload(_id: string, tar: Uint8Array): Promise<void> {
    this.log.push(`upload ${tar.length > 0 ? 'files' : 'nothing'}`)
    await this.#behaviour.upload?.()
  }

  async run(_id: string, script: string): Promise<{ exitCode: number | null; output: string }> {
    this.log.push(`run ${script}`)
    if (this.#behaviour.hangs === 'script') return forever()
    this.#hasRun = true
    return this.#behaviour.script ?? { exitCode: 0, output: '' }
  }

  async evaluate(): Promise<SandboxView> {
    for (const { id, mode } of this.#lab.spec.tasks) {
      if (['quiz', 'survive', 'alert'].includes(mode) || this.#states.get(id) === 'met' || !this.#isOpen(id))
        continue
      const usual = this.#hasRun ? 'met' : 'unmet'
      this.#states.set(id, this.#behaviour.check?.(id, this.#count(`check ${id}`), this.#hasRun) ?? usual)
    }
    return this.#view()
  }

  async answer(_id: string, taskId: string, answers: string[]): Promise<TaskView> {
    const task = this.#lab.spec.tasks.find(({ id }) => id === taskId)
    this.log.push(`answer ${taskId}`)
    const isRight = task?.mode === 'quiz' && task.quiz.answer.every(({ en }) => answers.includes(en))
    this.#states.set(taskId, isRight ? 'met' : 'unmet')
    return this.#view().tasks.find(({ id }) => id === taskId) as TaskView
  }

  async startAttempt(_id: string, taskId: string, kind?: AttemptKind): Promise<Attempt> {
    if (!this.#isOpen(taskId)) throw new DojoError('TASK_LOCKED', `${taskId} is locked`)
    if (kind) {
      const name = kind.arm === 'placebo' ? 'placebo' : kind.ablation
      this.log.push(`control ${name}`)
      return attemptOf(`control/${name}-${this.#count(`control ${name}`)}`, taskId, null)
    }
    this.log.push(`attempt ${taskId}`)
    const attempt = attemptOf(`${taskId}-${this.#count(`attempt ${taskId}`)}`, taskId, null)
    this.#attempts.set(taskId, [...(this.#attempts.get(taskId) ?? []), attempt])
    return attempt
  }

  async readAttempt(_id: string, attemptId: string): Promise<Attempt> {
    const dash = attemptId.lastIndexOf('-')
    const taskId = attemptId.slice(0, dash)
    const [, control] = attemptId.slice(0, dash).split('control/')
    if (control !== undefined) {
      const outcome = this.#behaviour.control?.(control, Number(attemptId.slice(dash + 1))) ?? 'met'
      return attemptOf(attemptId, control, outcome)
    }
    // Done at the second look, so that waiting is tried too.
    const isHanging = this.#behaviour.hangs === 'attempt'
    if (isHanging || this.#count(`read ${attemptId}`) < 2) return attemptOf(attemptId, taskId, null)
    const outcome = this.#behaviour.attempt?.(taskId, Number(attemptId.slice(dash + 1))) ?? 'met'
    this.#states.set(taskId, outcome)
    const done = attemptOf(attemptId, taskId, outcome)
    this.#attempts.set(taskId, [...(this.#attempts.get(taskId) ?? []).slice(0, -1), done])
    return done
  }

  async events(): Promise<JournalEvent[]> {
    const claimed = { kind: 'sandbox.state', data: { reason: 'claimed from the warm pool' } }
    return this.#behaviour.isWarm === true ? [claimed as unknown as JournalEvent] : []
  }

  async bundle(sandboxId: string): Promise<string> {
    this.log.push(`bundle ${sandboxId}`)
    if (this.#behaviour.hasNoBundle === true) throw new Error('no evidence today')
    return this.#behaviour.bundle ?? `bundle of ${sandboxId}\n`
  }

  #count(key: string): number {
    const times = (this.#asked.get(key) ?? 0) + 1
    this.#asked.set(key, times)
    return times
  }

  #isOpen(id: string): boolean {
    const needs = this.#lab.spec.tasks.find((task) => task.id === id)?.needs ?? []
    return needs.every((need) => this.#states.get(need) === 'met')
  }

  #view(state: SandboxView['state'] = 'ready'): SandboxView {
    const tasks = this.#lab.spec.tasks.map(({ id, points }) => {
      const own = this.#states.get(id) ?? 'unmet'
      const shown = own !== 'met' && !this.#isOpen(id) ? 'locked' : own
      const said = { key: null, observed: null, expected: null, outcome: null }
      const earned = own === 'met' ? points : 0
      return { id, state: shown, points, earned, ...said, attempts: this.#attempts.get(id) ?? [] }
    })
    const score = { earned: tasks.reduce((sum, task) => sum + task.earned, 0), max: 0, passed: false }
    const failure = state === 'failed' ? 'the image is missing' : null
    const { labDigest = this.#digest } = this.#behaviour
    return { id: 'afakesandb', labDigest, state, failure, steps: [], tasks, score } as unknown as SandboxView
  }
}
