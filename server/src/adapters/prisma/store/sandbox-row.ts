import type { SandboxState, Step } from '@noops-dojo/contracts'
import type { LabStart } from '../../../domain/classroom/preparation.ts'
import type { Sandbox, SandboxChange } from '../../../domain/sandbox/sandbox.ts'
import type { Prisma, Sandbox as Row } from '../generated/client.ts'
import { fromJson, fromMaybeText, fromMaybeTime, fromTime, maybeTime, time } from './column.ts'

export const toSandbox = (row: Row): Sandbox => ({
  ...row,
  state: row.state as SandboxState,
  claim: row.claim as Sandbox['claim'],
  owner: row.owner as Sandbox['owner'],
  params: row.params as Sandbox['params'],
  steps: row.steps as unknown as Step[],
  previews: row.previews as string[],
  createdAt: time(row.createdAt),
  readyAt: maybeTime(row.readyAt),
  claimedAt: maybeTime(row.claimedAt),
  endsAt: maybeTime(row.endsAt),
  lastActiveAt: maybeTime(row.lastActiveAt),
  goneAt: maybeTime(row.goneAt),
})

/** Of the columns that say who started what. */
export const toStart = (row: Pick<Row, keyof LabStart>): LabStart => ({
  ...row,
  state: row.state as SandboxState,
  createdAt: time(row.createdAt),
  claimedAt: maybeTime(row.claimedAt),
})

const timeColumns = ['readyAt', 'claimedAt', 'endsAt', 'lastActiveAt', 'goneAt'] as const
const jsonColumns = ['params', 'steps', 'previews'] as const
const plainColumns = [
  'labDigest',
  'state',
  'learnerId',
  'classroomId',
  'claim',
  'owner',
  'extensionsUsed',
  'previewToken',
] as const

/** The columns that `change` names; undefined members stay as they are. */
export const toColumns = (change: SandboxChange): Prisma.SandboxUpdateManyMutationInput => {
  const columns: Record<string, unknown> = {}
  for (const name of timeColumns) if (change[name] !== undefined) columns[name] = fromMaybeTime(change[name])
  for (const name of jsonColumns) if (change[name] !== undefined) columns[name] = fromJson(change[name])
  for (const name of plainColumns) if (change[name] !== undefined) columns[name] = change[name]
  if (change.failure !== undefined) columns.failure = fromMaybeText(change.failure)
  return columns
}

export const toRow = (sandbox: Sandbox): Prisma.SandboxCreateInput =>
  ({
    ...toColumns(sandbox),
    id: sandbox.id,
    labId: sandbox.labId,
    seed: sandbox.seed,
    createdAt: fromTime(sandbox.createdAt),
  }) as Prisma.SandboxCreateInput
