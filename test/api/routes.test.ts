import 'reflect-metadata'
import { routes, type RouteName } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { endpointKey } from '../../server/src/http/endpoint/endpoint.ts'
import { httpControllers } from '../../server/src/http/http-providers.ts'

const handlers = httpControllers.flatMap((controller) => {
  const prototype = controller.prototype as Record<string, unknown>
  return Object.getOwnPropertyNames(prototype)
    .filter((name) => name !== 'constructor')
    .map((name) => ({ where: `${controller.name}.${name}`, handler: prototype[name] as object }))
    .filter(({ handler }) => Reflect.hasMetadata('path', handler))
})
const nameOf = (handler: object) => Reflect.getMetadata(endpointKey, handler) as RouteName | undefined

describe('the route table', () => {
  it('has exactly one handler for each of its routes', () => {
    const bound = handlers.map(({ handler }) => nameOf(handler)).sort()
    expect(bound).toEqual(Object.keys(routes).sort())
  })

  it('has every handler in it, at its own path', () => {
    expect(handlers.filter(({ handler }) => nameOf(handler) === undefined).map(({ where }) => where)).toEqual(
      [],
    )
    const prefixed = httpControllers.filter((controller) => Reflect.getMetadata('path', controller) !== '/')
    expect(prefixed.map(({ name }) => name)).toEqual([])
    for (const { where, handler } of handlers)
      expect(Reflect.getMetadata('path', handler), where).toBe(routes[nameOf(handler) as RouteName].path)
  })

  it('has no two routes with the same method and path', () => {
    const keys = Object.values(routes).map(({ method, path }) => `${method} ${path.replace(/:\w+/g, ':')}`)
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([])
  })
})
