import type { LabFile, SandboxView } from '@noops-dojo/contracts'
import type { GradingServer } from '../../client/grading-server.ts'
import { InfrastructureError, InvalidInputError } from '../exit-codes.ts'
import type { FoundLab } from '../find-lab.ts'
import { gradeRun, type GradedRun, type Play } from '../grade-run.ts'
import { packFiles } from '../submission/pack-submission.ts'
import { sentenceOf } from '../run-command.ts'
import { waitForPool } from '../sandbox/wait-for-pool.ts'
import { judgeFresh, judgeSolution, judgeWrong, type CaseResult, type Judged } from './judge-case.ts'

export interface ProofOptions {
  readonly seeds: readonly string[]
  readonly cold: boolean
  /** Only this case: `solution`, or the script of a wrong solution. */
  readonly only?: string
  readonly signal: AbortSignal
  readonly note: (text: string) => void
  readonly pollMs?: number
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
        // The next case would be refused for the same reason: a dojo that knows another version of the lab.
        if (error instanceof InvalidInputError) throw error
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
