import { z } from 'zod'
import type { ServiceChange, ServiceFacts } from '../../ports/index.ts'

/**
 * One change of one service as the ledger keeps it: enough to make it, to undo it, and to tell whether somebody else
 * has changed the same thing since. Of a list (`env`, `constraints`) only the element that begins with `key` is meant,
 * so that what a learner changes beside it stays.
 */
export const serviceEdit = z.discriminatedUnion('field', [
  z.object({
    ...{ service: z.string(), versionBefore: z.number().int() },
    ...{ field: z.literal('image'), before: z.string(), after: z.string() },
  }),
  z.object({
    ...{ service: z.string(), versionBefore: z.number().int() },
    ...{ field: z.literal('replicas'), before: z.number().int(), after: z.number().int() },
  }),
  z.object({
    ...{ service: z.string(), versionBefore: z.number().int() },
    field: z.enum(['env', 'constraints']),
    key: z.string(),
    /** Null: the element is not there. */
    before: z.string().nullable(),
    after: z.string().nullable(),
  }),
])
export type ServiceEdit = z.infer<typeof serviceEdit>

type Value = string | number | null

/** What stands now where the edit is made. */
export const editedValue = (edit: ServiceEdit, facts: ServiceFacts): Value => {
  if (edit.field === 'image') return facts.image
  if (edit.field === 'replicas') return facts.replicas
  return facts[edit.field].find((element) => element.startsWith(edit.key)) ?? null
}

/** Whether the edit is in force: not undone, and not overwritten by somebody else. */
export const isInForce = (edit: ServiceEdit, facts: ServiceFacts): boolean =>
  editedValue(edit, facts) === edit.after

const withElement = (list: readonly string[], key: string, value: string | null): string[] => {
  const index = list.findIndex((element) => element.startsWith(key))
  const put = value === null ? [] : [value]
  return index < 0 ? [...list, ...put] : [...list.slice(0, index), ...put, ...list.slice(index + 1)]
}

/** The change that makes the edit (`after`) or undoes it (`before`) in a service as it is now. */
export const changeTo = (
  edit: ServiceEdit,
  facts: ServiceFacts,
  which: 'before' | 'after',
): ServiceChange => {
  if (edit.field === 'image') return { image: edit[which] }
  if (edit.field === 'replicas') return { replicas: edit[which] }
  return { [edit.field]: withElement(facts[edit.field], edit.key, edit[which]) }
}
