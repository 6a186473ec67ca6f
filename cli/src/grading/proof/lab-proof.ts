import type { LabFile, SandboxView } from '@noops-dojo/contracts'
import type { GradingServer } from '../client/grading-server.ts'
import { runVerdict } from '../report/grade-record.ts'
import { InfrastructureError } from './exit-codes.ts'
import type { FoundLab } from './find-lab.ts'
import { gradeRun, type GradedRun, type Play } from './grade-run.ts'
import { packFiles } from './pack-submission.ts'
import { sentenceOf } from './run-command.ts'
import { waitForPool } from './wait-for-pool.ts'

/** What one try of a lab showed. `inconclusive` and `error` say nothing about the lab’s checks. */
export interface CaseResult {
  readonly labId: string
  /** `fresh`, `solution`, or the script of a wrong solution. */
  readonly name: string
  readonly seed: string
  readonly start: 'cold' | 'warm'
  readonly outcome: 'passed' | 'failed' | 'inconclusive' | 'error'
  /** What was not as it should be; empty when it passed. */
  readonly problems: readonly string[]
  readonly durationMs: number
}

export interface ProofOptions {
  readonly seeds: readonly string[]
  readonly cold: boolean
  /** Only this case: `solution`, or the script of a wrong solution. */
  readonly only?: string
  readonly signal: AbortSignal
  readonly note: (text: string) => void
  readonly pollMs?: number
}

type Judged = Pick<CaseResult, 'outcome' | 'problems'>

const judge = (wrong: readonly string[], unsure: readonly string[]): Judged => {
  if (wrong.length > 0) return { outcome: 'failed', problems: [...wrong, ...unsure] }
  return unsure.length > 0
    ? { outcome: 'inconclusive', problems: unsure }
    : { outcome: 'passed', problems: [] }
}

/** In a fresh sandbox no task is met, and none is undecided. */
export const judgeFresh = (sandbox: SandboxView): Judged =>
  judge(
    sandbox.tasks
      .filter(({ state }) => state === 'met')
      .map(({ id }) => `${id} is met before anybody did anything`),
    sandbox.tasks
      .filter(({ state }) => state === 'inconclusive')
      .map(({ id }) => `${id} is inconclusive in a fresh sandbox`),
  )

const explain = ({ tasks, exitCode, output }: GradedRun, id: string): string => {
  const task = tasks.find((item) => item.id === id)
  const seen = task?.observed ? ` (observed ${task.observed})` : ''
  const script =
    exitCode === 0
      ? ''
      : `; the script ended with ${exitCode ?? 'its time limit'}: ${output.trim().slice(-300)}`
  return `${task?.message ?? 'no result'}${seen}${script}`
}

/** With the solution the placebo stays quiet, and nothing stands without a mechanism that the lab names. */
const judgeControls = ({ controls }: GradedRun, outcome: 'unmet' | 'inconclusive'): string[] =>
  controls
    .filter((control) => control.outcome === outcome)
    .map(({ taskId, name, sentence }) => `${taskId}, control ${name}: ${sentence}`)

/** The solution meets every task, and the control runs show that it was the solution. */
export const judgeSolution = (run: GradedRun): Judged => {
  const of = (verdict: string): string[] =>
    run.tasks.filter((task) => task.verdict === verdict).map(({ id }) => id)
  const unsure = of('inconclusive')
  // What waits behind an undecided task was never tried.
  const blocked = unsure.length > 0 ? [] : of('blocked')
  return judge(
    [
      ...[...of('failed'), ...blocked].map((id) => `${id} is not met by the solution: ${explain(run, id)}`),
      ...judgeControls(run, 'unmet'),
    ],
    [
      ...unsure.map((id) => `${id} is inconclusive: ${explain(run, id)}`),
      ...judgeControls(run, 'inconclusive'),
    ],
  )
}

const sum = ({ tasks }: GradedRun, what: 'earned' | 'points'): number =>
  tasks.reduce((total, task) => total + task[what], 0)

/** A wrong solution leaves the named tasks unmet, does not reach what passes, and it did run. */
export const judgeWrong = (run: GradedRun, unmet: readonly string[], passPercent: number): Judged => {
  const named = run.tasks.filter(({ id }) => unmet.includes(id))
  const crashed =
    run.exitCode === 0
      ? []
      : [
          `the script ended with ${run.exitCode ?? 'its time limit'}, so it proves nothing: ${run.output.trim().slice(-300)}`,
        ]
  return judge(
    [
      ...crashed,
      ...named
        .filter(({ verdict }) => verdict === 'passed')
        .map(({ id }) => `${id} is met by a wrong solution`),
      ...(runVerdict(run.tasks, passPercent) === 'passed'
        ? [
            `it passes the lab with ${sum(run, 'earned')} of ${sum(run, 'points')} points: ${passPercent} % are enough`,
          ]
        : []),
    ],
    named
      .filter(({ verdict }) => verdict === 'inconclusive')
      .map(({ id }) => `${id} is inconclusive: ${explain(run, id)}`),
  )
}

/** The tasks and all that they need, directly or through others. */
const withNeeds = (lab: LabFile, ids: readonly string[]): Set<string> => {
  const wanted = new Set<string>()
  const add = (id: string): void => {
    if (wanted.has(id)) return
    wanted.add(id)
    lab.spec.tasks.find((task) => task.id === id)?.needs.forEach(add)
  }
  ids.forEach(add)
  return wanted
}

const rightAnswers = (lab: LabFile): Record<string, string[]> =>
  Object.fromEntries(
    lab.spec.tasks.flatMap((task) =>
      task.mode === 'quiz' ? [[task.id, task.quiz.answer.map(({ en }) => en)]] : [],
    ),
  )

const play = async (
  { lab }: FoundLab,
  script: string,
  answers: Play['answers'],
  only?: Set<string>,
): Promise<Play> => {
  const folder = script.slice(0, script.indexOf('/') + 1)
  const tar = await packFiles(lab.assets.filter(({ path }) => path.startsWith(folder)))
  return { tar, script, answers, only }
}

/** Gives the names of a lab's cases, as `only` takes them. */
export const casesOf = ({ lab }: FoundLab): string[] => [
  'solution',
  ...lab.file.spec.wrong.map(({ run }) => run),
]

/** Runs the proofs of one lab one after the other and reports each as it ends. */
export class LabProof {
  readonly #server: GradingServer
  readonly #found: FoundLab
  readonly #options: ProofOptions
  readonly #report: (result: CaseResult) => void

  constructor(
    server: GradingServer,
    found: FoundLab,
    options: ProofOptions,
    report: (result: CaseResult) => void,
  ) {
    this.#server = server
    this.#found = found
    this.#options = options
    this.#report = report
  }

  async run(): Promise<void> {
    const { wrong, solution } = this.#found.lab.file.spec
    for (const seed of this.#options.seeds) {
      if (this.#isWanted('solution')) await this.#solution(seed, solution)
      for (const item of wrong) if (this.#isWanted(item.run)) await this.#wrong(seed, item)
    }
  }

  #isWanted(name: string): boolean {
    return this.#options.only === undefined || this.#options.only === name
  }

  async #solution(seed: string, script: string): Promise<void> {
    const { file } = this.#found.lab
    const tried = { ...(await play(this.#found, script, rightAnswers(file))), hasControls: true }
    await this.#case('solution', seed, async (attempt) => {
      const fresh: SandboxView[] = []
      const startedAt = Date.now()
      const run = await this.#grade(tried, seed, 20_000, (sandbox) => fresh.push(sandbox))
      const first = fresh[0]
      if (first && attempt === 1)
        this.#tell(
          'fresh',
          seed,
          Date.now() - startedAt - (run.endedAt - run.startedAt) + run.readyMs,
          judgeFresh(first),
        )
      return judgeSolution(run)
    })
  }

  async #wrong(seed: string, item: LabFile['spec']['wrong'][number]): Promise<void> {
    const only = withNeeds(this.#found.lab.file, item.unmet)
    const tried = await play(this.#found, item.run, item.answers, only)
    await this.#case(item.run, seed, async () =>
      judgeWrong(await this.#grade(tried, seed, 8_000), item.unmet, this.#found.lab.file.spec.grading.pass),
    )
  }

  async #grade(
    tried: Play,
    seed: string,
    settleMs: number,
    onFresh?: (sandbox: SandboxView) => void,
  ): Promise<GradedRun> {
    const { file } = this.#found.lab
    if (!this.#options.cold) await waitForPool(this.#server, this.#found.labId, this.#options.signal)
    const run = await gradeRun(this.#server, file, tried, {
      pollMs: 500,
      ...this.#options,
      seed,
      labDigest: this.#found.lab.digest,
      settleMs,
      onFresh,
    })
    if (!this.#options.cold && !run.isWarm)
      throw new InfrastructureError('The sandbox was not a warm one; somebody else claimed that.')
    return run
  }

  /** An inconclusive case is tried a second time: it is the platform’s word, not the lab’s. */
  async #case(name: string, seed: string, work: (attempt: number) => Promise<Judged>): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.#options.signal.throwIfAborted()
      this.#options.note(`${this.#found.labId}: ${name}, seed ${seed}`)
      const startedAt = Date.now()
      const judged = await work(attempt).catch((error: unknown): Judged => {
        this.#options.signal.throwIfAborted()
        return { outcome: 'error', problems: [sentenceOf(error)] }
      })
      if (judged.outcome === 'inconclusive' && attempt === 1) continue
      return this.#tell(name, seed, Date.now() - startedAt, judged)
    }
  }

  #tell(name: string, seed: string, durationMs: number, judged: Judged): void {
    const start = this.#options.cold ? 'cold' : 'warm'
    this.#report({ labId: this.#found.labId, name, seed, start, durationMs, ...judged })
  }
}
