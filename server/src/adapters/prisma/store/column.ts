import { storableJson, storableText } from '../../../domain/event/canonical-json.ts'
import type { Prisma } from '../generated/client.ts'

/** Times are BigInt columns; a JavaScript number holds epoch milliseconds exactly. */
export const time = (value: bigint): number => Number(value)
export const maybeTime = (value: bigint | null): number | null => (value === null ? null : Number(value))

export const fromTime = (value: number): bigint => BigInt(Math.round(value))
export const fromMaybeTime = (value: number | null): bigint | null =>
  value === null ? null : fromTime(value)

/** Text that may come from a learner's check: without what PostgreSQL refuses. */
export const fromMaybeText = (value: string | null): string | null =>
  value === null ? null : storableText(value)

export const fromJson = (value: unknown): Prisma.InputJsonValue =>
  storableJson(value) as Prisma.InputJsonValue
