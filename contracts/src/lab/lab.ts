import { z } from 'zod'
import { byteSize, duration } from './duration.ts'
import { slug, task } from './lab-task.ts'
import { localizedText } from './text.ts'

export const limits = z.strictObject({
  time: duration.default('60m').describe('Hard limit of a sandbox, extensions aside.'),
  idle: duration.default('15m').describe('A sandbox with no input and no viewer ends after this.'),
  extend: duration.default('15m').describe('What one extension adds.'),
  memory: byteSize.default('1Gi').describe('Memory of all the learner’s containers together.'),
  cpus: z.number().positive().max(16).default(1).describe('CPU of one container at most.'),
  containers: z
    .number()
    .int()
    .min(1)
    .max(100)
    .default(12)
    .describe('Containers and service replicas together.'),
})
export type Limits = z.infer<typeof limits>

export const param = z.union([
  z.strictObject({ int: z.tuple([z.number().int(), z.number().int()]) }),
  z.strictObject({
    pick: z.array(z.string()).min(1),
    secret: z.boolean().default(false).describe('Not told to the learner or the workstation.'),
  }),
])

export const tab = z.union([
  z.strictObject({ terminal: slug }),
  z.strictObject({
    preview: z
      .string()
      .regex(/^[a-z0-9_-]+:\d+$/, 'service:port')
      .describe('service:port inside the sandbox'),
    title: z.string().optional(),
  }),
])

export const probe = z.strictObject({
  http: z.url({ protocol: /^http$/ }).describe('URL as seen inside the sandbox: http://web:8080/health'),
  expect: z.number().int().min(100).max(599).default(200).describe('The status that is good.'),
  every: duration.default('100ms'),
  timeout: duration.default('1s').describe('A later answer is a bad sample.'),
})
export type ProbeSpec = z.infer<typeof probe>

export const labFault = z.strictObject({
  use: z.string().describe('Name in the fault registry: container.crash, release.bad, …'),
  target: z.string().optional().describe('Service or container; `${PARAM}` is replaced.'),
  with: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('Parameters of the fault (see docs/faults.md).'),
  title: localizedText.optional(),
  button: z.boolean().default(true).describe('Whether the learner gets a button for it.'),
})
export type LabFault = z.infer<typeof labFault>

/**
 * Writes that are sent while an attempt runs. Each carries a key of its own; one that was acknowledged (2xx) must be in
 * the list afterwards, whatever broke meanwhile.
 */
export const labWrites = z.strictObject({
  post: z.url({ protocol: /^http$/ }).describe('Where a write goes: http://web:8080/orders'),
  body: z
    .record(z.string(), z.unknown())
    .default({})
    .describe('JSON body; `{{KEY}}` in a text is replaced by the write’s key.'),
  list: z
    .url({ protocol: /^http$/ })
    .describe('Answers JSON in which every kept key stands: http://api:8081/orders/keys'),
  every: duration.default('500ms'),
  timeout: duration.default('2s').describe('A write without an answer by then is not acknowledged.'),
  settle: duration.default('5s').describe('Time that a queue may take to work off what was acknowledged.'),
  once: z.boolean().default(false).describe('Whether a key that stands twice is a failure, too.'),
})
export type LabWrites = z.infer<typeof labWrites>

export const setupStep = z.strictObject({
  id: slug,
  run: z.string().describe('Path of a script in the lab folder.'),
  timeout: duration.default('60s'),
})

export const wrongSolution = z.strictObject({
  run: z.string(),
  unmet: z.array(slug).min(1).describe('Tasks that must stay unmet with this solution.'),
  answers: z
    .record(slug, z.array(z.string()))
    .default({})
    .describe('Answers given to quiz tasks, in English.'),
})

export const metadata = z.strictObject({
  id: slug.describe('Unique over all labs; never reused.'),
  title: localizedText,
  summary: localizedText.describe('One line: what is broken and what the learner will see.'),
  track: slug,
  order: z.number().int().default(100).describe('Place inside the track.'),
  level: z.enum(['beginner', 'intermediate', 'advanced']).default('beginner'),
  duration: duration.describe('How long a learner needs.'),
})

export const labSpec = z.strictObject({
  limits: limits.default(limits.parse({})),
  warm: z.strictObject({ pool: z.number().int().min(0).max(50).default(0) }).default({ pool: 0 }),
  params: z.record(z.string().regex(/^[A-Z][A-Z0-9_]*$/), param).default({}),
  workstation: z
    .strictObject({
      image: slug.default('workstation'),
      files: z.string().optional().describe('Folder of the lab that is copied to the learner’s home.'),
    })
    .default({ image: 'workstation' }),
  images: z.array(z.string()).default([]).describe('Catalogue images the learner may run: shop-web:1.0'),
  setup: z
    .array(setupStep)
    .default([])
    .describe('Run in the workstation through the guard before the learner enters.'),
  tabs: z.array(tab).default([{ terminal: 'main' }]),
  probes: z.record(slug, probe).default({}),
  faults: z.record(slug, labFault).default({}),
  writes: z.record(slug, labWrites).default({}),
  console: z
    .boolean()
    .default(true)
    .describe('Whether the learner may inject any fault of the dojo from the chaos console.'),
  slo: z.strictObject({ probe: slug, availability: z.number().gt(0).lt(1) }).optional(),
  tasks: z.array(task).min(1),
  grading: z
    .strictObject({
      pass: z.number().int().min(1).max(100).default(70).describe('Per cent of the points that pass.'),
    })
    .default({ pass: 70 }),
  solution: z.string().describe('Script that meets every task.'),
  wrong: z.array(wrongSolution).default([]).describe('Solutions that must not pass; two at least.'),
})
export type LabSpec = z.infer<typeof labSpec>

export const labFile = z.strictObject({
  apiVersion: z.literal('noops.dojo/v1'),
  kind: z.literal('Lab'),
  metadata,
  spec: labSpec,
})
export type LabFile = z.infer<typeof labFile>
