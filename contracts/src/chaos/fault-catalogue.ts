import { z } from 'zod'
import { localizedText, platformText } from '../lab/text.ts'

/** What a fault is about; the registry has a folder for each. */
export const faultCategories = [
  'process',
  'resource',
  'network',
  'dns',
  'http',
  'storage',
  'time',
  'certificate',
  'release',
  'dependency',
  'platform',
] as const
export const faultCategory = z.enum(faultCategories)
export type FaultCategory = z.infer<typeof faultCategory>

/**
 * How true to life a fault is. `kernel`: signals, cgroups, freezer, qdisc, the real thing. `filter`: the kernel's packet
 * filter and shapers. `transparent-proxy`: a proxy in the target's namespace that the application does not know of.
 * `process`: a process of ours inside the target's limits. `engine`: an operator's or robot's real call. `library`:
 * a preloaded library (libfaketime). The one used is printed with each result.
 */
export const fidelityRungs = [
  'kernel',
  'filter',
  'transparent-proxy',
  'process',
  'engine',
  'library',
] as const
export const fidelityRung = z.strictObject({
  rung: z.enum(fidelityRungs),
  text: platformText.describe('What is done, in a few words: SIGKILL of the main process from the host.'),
})
export type FidelityRung = z.infer<typeof fidelityRung>

export const faultTargetKinds = ['container', 'service', 'sandbox'] as const
export const faultTargetKind = z.enum(faultTargetKinds)
export type FaultTargetKind = z.infer<typeof faultTargetKind>

/** One fault of the registry, as `dojo fault list --json` and the page's console show it. */
export const faultDescription = z.object({
  name: z.string().describe('The field’s standard term: network.delay.'),
  category: faultCategory,
  title: localizedText,
  targetKind: faultTargetKind,
  effect: localizedText.describe('What it does with its defaults, to TARGET, for how long and how it ends.'),
  ends: z
    .enum(['nothing', 'ends', 'repairs'])
    .describe('nothing: it is over at once; ends: the dojo lifts it; repairs: lifting it is a repair.'),
  rungs: z.array(fidelityRung).min(1).describe('Ways it reaches the target, best first.'),
  params: z.record(z.string(), z.unknown()).describe('JSON Schema of its parameters.'),
  example: z
    .record(z.string(), z.unknown())
    .optional()
    .describe('The values in `effect` of the parameters that have no default.'),
})
export type FaultDescription = z.infer<typeof faultDescription>
