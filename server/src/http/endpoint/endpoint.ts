import { applyDecorators, HttpCode, Header, RequestMapping, RequestMethod, SetMetadata } from '@nestjs/common'
import { routes, type Route, type RouteName } from '@noops-dojo/contracts'
import type { z } from 'zod'

export const endpointKey = 'dojo:endpoint'

/** What a handler gets and gives, after the schemas of the route table. */
export type BodyInput<N extends RouteName> = (typeof routes)[N] extends { body: infer B extends z.ZodType }
  ? z.output<B>
  : never
export type QueryInput<N extends RouteName> = (typeof routes)[N] extends { query: infer Q extends z.ZodType }
  ? z.output<Q>
  : never
export type Answer<N extends RouteName> = (typeof routes)[N] extends { response: infer R extends z.ZodType }
  ? z.input<R>
  : void

export const routeOf = (name: RouteName): Route => routes[name]

/**
 * Binds a handler to an entry of the route table: method, path, status and content type come from there, and the
 * guard and the validation look the rest up by this name. Controllers must have no path of their own.
 */
export const Endpoint = (name: RouteName): MethodDecorator => {
  const route = routeOf(name)
  const decorators = [
    SetMetadata(endpointKey, name),
    RequestMapping({ path: route.path, method: RequestMethod[route.method] }),
    HttpCode(route.status),
  ]
  if (route.responseType !== undefined) decorators.push(Header('content-type', route.responseType))
  return applyDecorators(...decorators)
}
