import { DojoError, durationMs, type SurviveFault, type Task } from '@noops-dojo/contracts'
import { draw } from '../../../domain/fault/seal.ts'
import { faultOf, type PlannedFault, type PlannedLab } from './lab-parts.ts'

export type SurviveTask = Extract<Task, { mode: 'survive' }>

/** Faults that are injected together at one sealed moment, and recovered from before the next round. */
export interface Round {
  readonly faults: readonly PlannedFault[]
  /** The sealed moment is drawn from this interval after the baseline, ms. */
  readonly between: readonly [number, number]
  /** Rest before it when it is not the first, ms. */
  readonly gapMs: number
}

const betweenOf = ({ at }: SurviveFault): [number, number] => [
  durationMs(at.between[0]),
  durationMs(at.between[1]),
]

/** A time that suits all: from the latest of the earliest moments to the earliest of the latest. */
const common = (faults: readonly SurviveFault[]): [number, number] => {
  const all = faults.map(betweenOf)
  const earliest = Math.max(...all.map(([from]) => from))
  return [earliest, Math.max(earliest, Math.min(...all.map(([, to]) => to)))]
}

/** Each fault as often as it says, one after the other. */
const repeated = (faults: readonly SurviveFault[]): SurviveFault[] =>
  faults.flatMap((fault) => Array.from({ length: fault.times }, () => fault))

/** A sealed choice in a sealed order: the same for the same seed (Fisher–Yates). */
const drawn = (faults: readonly SurviveFault[], count: number, seed: string): SurviveFault[] => {
  const bag = repeated(faults)
  const chosen: SurviveFault[] = []
  while (chosen.length < count && bag.length > 0)
    chosen.push(...bag.splice(Math.floor(draw(seed, `drawn:${chosen.length}`) * bag.length), 1))
  return chosen
}

/** The rounds of one attempt of a survive task. `seed`: the attempt's sealed one. Throws LAB_INVALID. */
export const faultRounds = (lab: PlannedLab, task: SurviveTask, seed: string): Round[] => {
  const where = `Task ${task.id}`
  const single = (fault: SurviveFault, gap: string): Round => ({
    faults: [faultOf(lab, where, fault.use)],
    between: betweenOf(fault),
    gapMs: durationMs(gap),
  })
  const { fault, faults } = task
  if (fault) return repeated([fault]).map((each) => single(each, each.gap))
  if (!faults) throw new DojoError('LAB_INVALID', `${where} has no fault. Tell who wrote the lab.`)
  if (faults.order === 'sequence') return repeated(faults.of).map((each) => single(each, faults.gap))
  if (faults.order === 'drawn')
    return drawn(faults.of, faults.draw, seed).map((each) => single(each, faults.gap))
  const rounds = Math.max(...faults.of.map(({ times }) => times))
  return Array.from({ length: rounds }, (_, round) => {
    const present = faults.of.filter(({ times }) => times > round)
    return {
      faults: present.map(({ use }) => faultOf(lab, where, use)),
      between: common(present),
      gapMs: durationMs(faults.gap),
    }
  })
}
