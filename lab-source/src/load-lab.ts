import { basename, join } from 'node:path'
import { labFile, type ContentPage, type LabFile } from '@noops-dojo/contracts'
import { readContent } from './content/read-content.ts'
import { readLabFolder, textOf, type LabFolder, type SourceAsset } from './lab-folder.ts'
import { inReadingOrder, type LabProblem } from './problem.ts'
import { rules } from './rules/index.ts'
import type { Finding, RuleContext } from './rules/rule.ts'
import { parseYaml, type Place, type YamlSource } from './yaml/parse-yaml.ts'
import { schemaProblems } from './yaml/schema-problems.ts'

/** A lab that can be used. */
export interface LoadedLab {
  readonly id: string
  readonly file: LabFile
  readonly content: Readonly<Record<string, ContentPage[]>>
  readonly assets: readonly SourceAsset[]
  readonly digest: string
  readonly folder: string
}

export interface LabLoad {
  /** The id in the file, else the folder’s name. */
  readonly labId: string
  readonly folder: string
  /** Undefined when a problem is an error. */
  readonly lab: LoadedLab | undefined
  /** Where the id stands in lab.yaml; zeros when it does not. */
  readonly idPlace: Place
  /** Where its place in the track is written; zeros when it is not. */
  readonly orderPlace: Place
  /** Lines of the tasks in lab.yaml, by id. */
  readonly taskLines: Readonly<Record<string, number>>
  /** All problems at once, in reading order, warnings too. */
  readonly problems: readonly LabProblem[]
}

const labYaml = 'lab.yaml'
const nowhere = { line: 0, column: 0 }

const placed = (finding: Finding, source: YamlSource): { file: string; line: number; column: number } => {
  if ('path' in finding) return { file: labYaml, ...source.placeOf(finding.path) }
  return { file: finding.file, line: finding.line ?? 0, column: finding.line === undefined ? 0 : 1 }
}

const runRules = (context: RuleContext, source: YamlSource): LabProblem[] =>
  rules.flatMap((rule) =>
    rule.check(context).map((finding) => ({
      ...placed(finding, source),
      rule: rule.id,
      severity: rule.severity,
      message: finding.message,
    })),
  )

const taskLinesOf = (lab: LabFile | undefined, source: YamlSource): Record<string, number> =>
  Object.fromEntries(
    (lab?.spec.tasks ?? []).map(({ id }, index) => [id, source.placeOf(['spec', 'tasks', index]).line]),
  )

const metadataIn = (value: unknown): { id?: unknown; order?: unknown } =>
  (value as { metadata?: { id?: unknown; order?: unknown } | null } | null | undefined)?.metadata ?? {}

const idIn = (value: unknown): string | undefined => {
  const { id } = metadataIn(value)
  return typeof id === 'string' ? id : undefined
}

/** Where a value of the metadata stands; zeros when it is not written. */
const metadataPlace = (source: YamlSource, key: 'id' | 'order', isWritten: boolean): Place =>
  isWritten ? source.placeOf(['metadata', key]) : nowhere

const withoutYaml = (folder: string, labId: string, found: readonly LabProblem[]): LabLoad => {
  const missing: LabProblem = {
    file: labYaml,
    line: 0,
    column: 0,
    rule: 'lab-missing',
    severity: 'error',
    message: `There is no lab.yaml in ${folder}.`,
  }
  const places = { idPlace: nowhere, orderPlace: nowhere, taskLines: {} }
  return { labId, folder, lab: undefined, ...places, problems: [...found, missing] }
}

/** What the text of lab.yaml is, and everything that is wrong with the lab. */
const check = (text: string, { folder, assets, problems: found }: LabFolder) => {
  const source = parseYaml(text, labYaml)
  const parsed = labFile.safeParse(source.value)
  const content = readContent(assets)
  const problems = [...found, ...source.problems, ...content.problems]
  if (source.problems.length === 0 && !parsed.success)
    problems.push(...schemaProblems(parsed.error.issues, source, labFile, labYaml))
  if (parsed.success) problems.push(...runRules({ lab: parsed.data, content, assets, folder }, source))
  return { source, file: parsed.data, pages: content.pages, problems: inReadingOrder(problems) }
}

/** Loads and checks one lab folder. Never throws for what is in the folder; throws when it cannot be read at all. */
export const loadLab = (folder: string): LabLoad => {
  const read = readLabFolder(folder)
  const fallback = basename(folder).replace(/^\d+-/, '')
  const text = textOf(read.assets, labYaml)
  if (text === undefined) return withoutYaml(folder, fallback, read.problems)
  const { source, file, pages, problems } = check(text, read)
  const ownId = idIn(source.value)
  const labId = ownId ?? fallback
  const isUsable = problems.every(({ severity }) => severity !== 'error')
  const { assets, digest } = read
  return {
    labId,
    folder,
    idPlace: metadataPlace(source, 'id', ownId !== undefined),
    orderPlace: metadataPlace(source, 'order', metadataIn(source.value).order !== undefined),
    taskLines: taskLinesOf(file, source),
    problems,
    lab: file && isUsable ? { id: labId, file, content: pages, assets, digest, folder } : undefined,
  }
}

/** Gives the absolute path of a lab’s file, for messages. */
export const pathOf = (load: Pick<LabLoad, 'folder'>, file: string): string => join(load.folder, file)
