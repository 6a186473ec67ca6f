import { z } from 'zod'
import { contentPage } from './content.ts'
import { metadata, tab } from './lab.ts'
import { taskModes } from './lab-task.ts'
import { localizedText } from './text.ts'

/** What the catalogue shows of a lab. */
export const labSummary = metadata.extend({
  tasks: z.number().int(),
  points: z.number().int(),
  pool: z.number().int().describe('Sandboxes that are ready to be claimed now.'),
  status: z.enum(['ready', 'preparing', 'broken']),
  problem: z.string().nullable().describe('Why the lab cannot be started.'),
})
export type LabSummary = z.infer<typeof labSummary>

export const labFaultView = z.object({
  id: z.string(),
  fault: z.string(),
  title: localizedText,
  target: z.string().nullable(),
  effect: localizedText.describe('What it does, to what, for how long and how it ends, in one sentence.'),
  durationMs: z.number().nullable(),
})
export type LabFaultView = z.infer<typeof labFaultView>

export const labTaskView = z.object({
  id: z.string(),
  mode: z.enum(taskModes),
  title: localizedText,
  points: z.number().int(),
  needs: z.array(z.string()),
  messages: z.record(z.string(), localizedText),
  hints: z.array(z.object({ cost: z.number().int() })),
  quiz: z.object({ ask: localizedText, choices: z.array(localizedText), pick: z.number().int() }).nullable(),
  survive: z
    .object({
      faults: z.array(z.string()).describe('Lab faults that may come.'),
      order: z.enum(['single', 'sequence', 'together', 'drawn']),
      times: z.number().describe('How many injections one attempt has.'),
      onRepair: z.string().nullable(),
      recoverWithinMs: z.number(),
      holdMs: z.number(),
      handsOff: z.boolean(),
      placeboMs: z.number().nullable(),
      ablations: z.array(z.object({ id: z.string(), title: localizedText })),
      countsWrites: z.boolean(),
    })
    .nullable(),
  alert: z
    .object({
      fault: z.string(),
      probe: z.string(),
      fireWithinMs: z.number(),
      quietMs: z.number(),
      resolveWithinMs: z.number(),
      handsOff: z.boolean(),
    })
    .nullable(),
})
export type LabTaskView = z.infer<typeof labTaskView>

/** A lab as its page needs it; answers, solutions and secrets are not in it. */
export const labDetail = labSummary.extend({
  content: z.record(z.string(), z.array(contentPage)).describe('locale → pages'),
  taskList: z.array(labTaskView),
  tabs: z.array(tab),
  faults: z.array(labFaultView),
  probes: z.array(z.object({ name: z.string(), everyMs: z.number(), target: z.string() })),
  console: z.boolean(),
  slo: z.object({ probe: z.string(), availability: z.number() }).nullable(),
})
export type LabDetail = z.infer<typeof labDetail>

/** The probe that the strips of a lab show, in its sandbox and on the board: that of its SLO, else the first one. */
export const shownProbeName = (
  probes: readonly string[],
  slo: { readonly probe: string } | null | undefined,
): string | undefined => probes.find((name) => name === slo?.probe) ?? probes[0]
