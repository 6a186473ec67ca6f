import { randomUUID } from 'node:crypto'
import type { GradingServer } from '../client/grading-server.ts'
import { bundleFingerprint } from '../evidence/bundle-fingerprint.ts'
import { overallVerdict, runVerdict, type GradeRecord, type RunRecord } from '../report/grade-record.ts'
import { gradeRun, type GradedRun, type Play } from './grade-run.ts'
import type { FoundLab } from './find-lab.ts'
import { sumPoints } from './outcome/sum-points.ts'
import { recoveryRate, type RecoveryRate } from './outcome/recovery-rate.ts'
import { isAboutInput, sentenceOf } from './run-command.ts'

export interface GradeOptions {
  readonly seed: string
  readonly repeat: number
  readonly cold: boolean
  /** How long each run may take, ms; default: as long as it takes. */
  readonly timeoutMs?: number | undefined
  readonly submission: string
  readonly version: string
  readonly images: Readonly<Record<string, string>>
  readonly signal: AbortSignal
  readonly note: (text: string) => void
  readonly onBundle?: ((sandboxId: string, text: string) => void) | undefined
  readonly settleMs?: number
  readonly pollMs?: number
}

/** Every run has a seed of its own, and the same one each time the command is given. */
const seedOf = (seed: string, index: number): string => (index === 0 ? seed : `${seed}.${index + 1}`)

const recordOf = ({ unfinished, ...run }: GradedRun, passPercent: number): RunRecord => ({
  ...run,
  // A warm sandbox was drawn from a seed that nobody is told.
  seed: run.isWarm ? 'of a warm sandbox' : run.seed,
  verdict: unfinished === null ? runVerdict(run.tasks, passPercent) : 'error',
  score: { earned: run.score.earned, max: run.score.max },
  error: unfinished,
})

const brokenRecord = (seed: string, startedAt: number, max: number, error: unknown): RunRecord => ({
  seed,
  sandboxId: null,
  startedAt,
  endedAt: Date.now(),
  readyMs: null,
  verdict: 'error',
  score: { earned: 0, max },
  tasks: [],
  script: null,
  exitCode: null,
  output: '',
  error: sentenceOf(error),
  events: [],
})

const recoveryOf = (runs: readonly RunRecord[]): Record<string, RecoveryRate> => {
  const tasks = runs.flatMap((run) => run.tasks).filter(({ mode }) => mode === 'survive')
  return Object.fromEntries(
    [...new Set(tasks.map(({ id }) => id))].map((id) => [
      id,
      recoveryRate(
        tasks
          .filter((task) => task.id === id)
          .flatMap(({ attempts }) => attempts.map(({ outcome }) => outcome)),
      ),
    ]),
  )
}

const finish = (
  { lab, folder, taskLines }: FoundLab,
  runs: readonly RunRecord[],
  evidenceKey: string | null,
  options: GradeOptions,
): GradeRecord => {
  const { metadata, spec } = lab.file
  const max = sumPoints(spec.tasks, 'points')
  const judged = runs.filter(({ error }) => error === null)
  return {
    runId: randomUUID(),
    lab: {
      id: metadata.id,
      title: metadata.title.en,
      track: metadata.track,
      digest: lab.digest,
      lines: taskLines,
      file: `${folder.split('/').slice(-3).join('/')}/lab.yaml`,
      passPercent: spec.grading.pass,
    },
    submission: options.submission,
    version: options.version,
    evidenceKey,
    images: options.images,
    runs,
    // Of an interrupted grade, the runs that are missing might have been the ones that fail.
    verdict: options.signal.aborted ? 'error' : overallVerdict(runs),
    score: { earned: judged.length === 0 ? 0 : Math.min(...judged.map(({ score }) => score.earned)), max },
    recovery: recoveryOf(runs),
  }
}

/**
 * Grades a play `repeat` times. A run that the platform breaks is in the record as an error; an abort ends the
 * grading with the runs that there are. Rejects when the server refuses the lab or the submission.
 */
export const gradeSubmission = async (
  server: GradingServer,
  found: FoundLab,
  play: Play,
  options: GradeOptions,
): Promise<GradeRecord> => {
  const { file } = found.lab
  const max = sumPoints(file.spec.tasks, 'points')
  const runs: RunRecord[] = []
  let evidenceKey: string | null = null
  const { onBundle } = options
  const keepBundle = onBundle && {
    onBundle: (id: string, text: string): void => {
      evidenceKey ??= bundleFingerprint(text)
      onBundle(id, text)
    },
  }
  for (let index = 0; index < options.repeat && !options.signal.aborted; index += 1) {
    const seed = seedOf(options.seed, index)
    const startedAt = Date.now()
    const settings = {
      settleMs: 20_000,
      pollMs: 500,
      ...options,
      ...keepBundle,
      seed,
      labDigest: found.lab.digest,
    }
    try {
      runs.push(recordOf(await gradeRun(server, file, play, settings), file.spec.grading.pass))
    } catch (error) {
      if (isAboutInput(error)) throw error
      if (!options.signal.aborted) runs.push(brokenRecord(seed, startedAt, max, error))
    }
  }
  return finish(found, runs, evidenceKey, options)
}
