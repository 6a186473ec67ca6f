import {
  bundleLine,
  canonicalJson,
  checkChain,
  type BundleLine,
  type BundleManifest,
  type BundleSamples,
} from '@noops-dojo/contracts'
import { isCanonical, jsonOf, sha256 } from './bundle-parts.ts'

type Only<K extends BundleLine['line']> = Extract<BundleLine, { line: K }>
const only = <K extends BundleLine['line']>(lines: readonly BundleLine[], kind: K): Only<K>[] =>
  lines.filter((line): line is Only<K> => line.line === kind)

/** What the lines say together. `problem`: they contradict each other. `notes`: what a reader should know. */
export interface ContentCheck {
  readonly problem: string | undefined
  readonly notes: readonly string[]
  readonly lines: readonly BundleLine[]
}

const chainProblem = (lines: readonly BundleLine[]): string | undefined => {
  const events = only(lines, 'event').map(({ event }) => event)
  const [header] = only(lines, 'header')
  const stranger = events.find(({ sandboxId }) => sandboxId !== header?.sandbox.id)
  if (stranger) return `event ${stranger.seq} belongs to another sandbox`
  const check = checkChain(events, sha256)
  if (check.ok) return undefined
  const what = {
    gap: `event ${check.seq} is missing from the log`,
    unlinked: `event ${check.seq} does not continue the event before it`,
    changed: `event ${check.seq} was changed after it was logged`,
  }
  return what[check.problem]
}

const sealProblem = (lines: readonly BundleLine[]): string | undefined => {
  const seals = only(lines, 'header').flatMap((header) => header.seals)
  const broken = seals.find(({ seed, commit }) => seed !== null && sha256(seed) !== commit)
  if (broken) return `the seed of attempt ${broken.attemptId} is not the one that was sealed before it`
  for (const { attempt } of only(lines, 'attempt')) {
    const seal = seals.find(({ attemptId }) => attemptId === attempt.id)
    if (seal?.commit !== attempt.commit) return `the seal of attempt ${attempt.id} is not the header's`
    if (attempt.verdict && attempt.verdict.seal.seed !== seal.seed)
      return `the verdict of attempt ${attempt.id} reveals another seed than the header`
  }
  return undefined
}

/**
 * Counts the samples again that the verdict's availability was counted from. An attempt may have followed several probes
 * (an alert and the service); the count has to be that of one of them.
 */
const availabilityProblem = (
  { attempt }: Only<'attempt'>,
  samples: readonly BundleSamples[],
): string | undefined => {
  const { verdict } = attempt
  const own = samples.filter(({ attemptId }) => attemptId === attempt.id)
  if (!verdict?.availability || own.length === 0) return undefined
  const { good, total } = verdict.availability
  const counts = [...Map.groupBy(own, ({ probe }) => probe).values()].map((parts) => {
    const all = parts.flatMap((part) => part.samples)
    const inside = all.filter(([at]) => at >= verdict.from && at <= verdict.to)
    return { good: inside.filter(([, isGood]) => isGood === 1).length, total: inside.length }
  })
  if (counts.some((count) => count.good === good && count.total === total)) return undefined
  const found = counts.map((count) => `${count.good} of ${count.total}`).join(' or ')
  return `the verdict of attempt ${attempt.id} counts ${good} good of ${total} samples, its samples are ${found}`
}

const verdictChecks = (lines: readonly BundleLine[], raw: ReadonlyMap<BundleLine, unknown>) => {
  const notes: string[] = []
  const told = only(lines, 'event').filter(({ event }) => event.kind === 'verdict')
  for (const line of only(lines, 'attempt')) {
    const { id } = line.attempt
    const written = (raw.get(line) as { attempt: { verdict: unknown } }).attempt.verdict
    const events = told.filter(({ event }) => event.data['attemptId'] === id)
    if (written !== null && events.length === 0)
      notes.push(`The verdict of attempt ${id} is not in the event log; only the signature speaks for it.`)
    const other = events.find(({ event }) => canonicalJson(event.data) !== canonicalJson(written))
    if (other && written !== null)
      return { problem: `the verdict of attempt ${id} is not the one of event ${other.event.seq}`, notes }
    const problem = availabilityProblem(line, only(lines, 'samples'))
    if (problem) return { problem, notes }
    if (!only(lines, 'samples').some(({ attemptId }) => attemptId === id) && written !== null)
      notes.push(`The samples of attempt ${id} were not kept.`)
  }
  return { problem: undefined, notes }
}

/** Checks what is below the manifest: form, event chain, seals, verdicts. `content`: the lines above the manifest. */
export const checkContent = (content: readonly Buffer[], { lines: names }: BundleManifest): ContentCheck => {
  const lines: BundleLine[] = []
  const raw = new Map<BundleLine, unknown>()
  for (const [index, bytes] of content.entries()) {
    const json = jsonOf(bytes)
    const parsed = bundleLine.safeParse(json)
    if (!parsed.success || !isCanonical(bytes, json))
      return { problem: `${names[index]?.name} is not written as the format asks`, notes: [], lines }
    lines.push(parsed.data)
    raw.set(parsed.data, json)
  }
  if (lines[0]?.line !== 'header' || only(lines, 'header').length > 1)
    return { problem: 'there is not exactly one header, at the beginning', notes: [], lines }
  const problem = chainProblem(lines) ?? sealProblem(lines)
  if (problem) return { problem, notes: [], lines }
  return { ...verdictChecks(lines, raw), lines }
}
