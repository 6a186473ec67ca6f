import type { z } from 'zod'
import { chaosRoutes } from './chaos-routes.ts'
import { classroomRoutes } from './classroom-routes.ts'
import { graderRoutes } from './grader-routes.ts'
import { labRoutes } from './lab-routes.ts'
import { platformRoutes } from './platform-routes.ts'
import { sandboxRoutes } from './sandbox-routes.ts'
import { sessionRoutes } from './session-routes.ts'
import { taskRoutes } from './task-routes.ts'

export type { Access, Route } from './route.ts'

/** Every HTTP route of the server. Controllers, OpenAPI and the typed clients are all made from this table. */
export const routes = {
  ...sessionRoutes,
  ...labRoutes,
  ...sandboxRoutes,
  ...taskRoutes,
  ...chaosRoutes,
  ...classroomRoutes,
  ...graderRoutes,
  ...platformRoutes,
}
export type Routes = typeof routes
export type RouteName = keyof Routes

export type BodyOf<N extends RouteName> = Routes[N] extends { body: infer B extends z.ZodType }
  ? z.input<B>
  : undefined
export type QueryOf<N extends RouteName> = Routes[N] extends { query: infer Q extends z.ZodType }
  ? z.input<Q>
  : undefined
export type ResponseOf<N extends RouteName> = Routes[N] extends { response: infer R extends z.ZodType }
  ? z.output<R>
  : undefined
