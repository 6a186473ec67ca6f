import { z } from 'zod'
import { locale } from './lab/text.ts'
import { cleanName, isVisible } from './visible-name.ts'

export const joinCode = z
  .string()
  .transform((text) => text.trim().toUpperCase().replace(/[\s-]/g, ''))
  .pipe(z.string().regex(/^[A-Z2-9]{6}$/, 'six letters or digits, as the instructor shows them'))

const visibleName = (longest: number) =>
  z
    .string()
    .transform(cleanName)
    .pipe(z.string().max(longest).refine(isVisible, 'a name with at least one visible character'))

export const nickname = visibleName(40)
export const className = visibleName(80)

export const learner = z.object({
  id: z.string(),
  nickname: z.string(),
  locale,
  classroomId: z.string(),
  joinedAt: z.number(),
})
export type Learner = z.infer<typeof learner>

export const classroom = z.object({
  id: z.string(),
  name: z.string(),
  code: z.string().describe('Join code, six characters without look-alikes.'),
  createdAt: z.number(),
  closedAt: z.number().nullable(),
})
export type Classroom = z.infer<typeof classroom>

/** Learners of a class who are about to start a lab: their sandboxes are built before they come. */
export const preparation = z.object({
  labId: z.string(),
  count: z.number().int().describe('Learners who are expected, from `since` on.'),
  since: z.number(),
  until: z.number().describe('Nothing is kept ready after this.'),
})
export type Preparation = z.infer<typeof preparation>

export const preparationOrder = z.strictObject({
  labId: z.string().min(1).max(64),
  count: z.number().int().min(1).max(200),
})

/** Why the pool does not begin a sandbox that a class waits for. */
export const preparationHindrance = z.enum(['host-full', 'build-failed', 'images-missing', 'lab-gone'])
export type PreparationHindrance = z.infer<typeof preparationHindrance>

/** How far it is. What is ready is shared with everybody who starts the lab. */
export const preparationView = preparation.extend({
  ready: z
    .number()
    .int()
    .describe(
      'Sandboxes of the lab that can be claimed now, without those that classes wait for that asked earlier; of a lab with parameters, the set-up runs then.',
    ),
  coming: z.number().int().describe('Those that are being built.'),
  taken: z.number().int().describe('Learners of the class who started the lab since, or are in it.'),
  missing: z.number().int().describe('Not begun yet.'),
  hindrance: preparationHindrance
    .nullable()
    .describe('Why not; null: nothing is missing, or it is about to begin.'),
  failure: z.string().nullable().describe('What the last one said that could not be built.'),
})
export type PreparationView = z.infer<typeof preparationView>

export const session = z.object({
  role: z.enum(['anonymous', 'learner', 'instructor', 'grader']),
  learner: learner.optional(),
  classroom: classroom.pick({ id: true, name: true }).optional(),
  roomOrigin: z
    .string()
    .nullable()
    .optional()
    .describe(
      'For an instructor: the origin at which others in the room reach this dojo, as far as it can tell. Null: only its own machine does.',
    ),
})
export type Session = z.infer<typeof session>
