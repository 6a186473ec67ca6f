import { errorBody, routes, type Route } from '@noops-dojo/contracts'
import { z } from 'zod'

const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): object => {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' })
  return rest
}

const parameters = (route: Route): object[] => {
  const inPath = [...route.path.matchAll(/:([a-zA-Z]+)/g)].map(([, name]) => ({
    name,
    in: 'path',
    required: true,
    schema: { type: 'string' },
  }))
  const shape = route.query?.shape ?? {}
  const inQuery = Object.entries(shape).map(([name, schema]) => ({
    name,
    in: 'query',
    required: !(schema as z.ZodType).safeParse(undefined).success,
    schema: schemaOf(schema as z.ZodType, 'input'),
  }))
  return [...inPath, ...inQuery]
}

const requestBody = (route: Route): object | undefined => {
  if (route.body !== undefined)
    return { required: true, content: { 'application/json': { schema: schemaOf(route.body, 'input') } } }
  if (route.bodyType === undefined) return undefined
  return { required: true, content: { [route.bodyType]: { schema: { type: 'string', format: 'binary' } } } }
}

const success = (route: Route): object => {
  if (route.response !== undefined)
    return {
      description: 'Done.',
      content: { 'application/json': { schema: schemaOf(route.response, 'output') } },
    }
  const types = route.responseTypes ?? (route.responseType === undefined ? [] : [route.responseType])
  if (types.length === 0) return { description: 'Done; no content.' }
  return { description: 'Done.', content: Object.fromEntries(types.map((type) => [type, { schema: {} }])) }
}

const failure = {
  description: 'A refusal: what is wrong, where, and what to do next.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

const security = (route: Route): object[] => {
  if (route.access === 'public') return []
  if (route.access === 'grader') return [{ graderToken: [] }]
  return route.access === 'instructor' ? [{ session: [] }] : [{ session: [] }, { graderToken: [] }]
}

const operation = (name: string, route: Route): object => ({
  operationId: name,
  summary: route.summary,
  tags: [route.path.split('/')[2] ?? 'platform'],
  security: security(route),
  parameters: parameters(route),
  requestBody: requestBody(route),
  responses: { [route.status]: success(route), default: failure },
})

const build = (): object => {
  const paths: Record<string, Record<string, object>> = {}
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replace(/:([a-zA-Z]+)/g, '{$1}')
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operation(name, route) }
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'NoOps Dojo',
      version: '0.1.0',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    paths,
    components: {
      schemas: { Error: schemaOf(errorBody, 'output') },
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: 'dojo_session' },
        graderToken: { type: 'http', scheme: 'bearer' },
      },
    },
  }
}

let document: object | undefined

/** The OpenAPI 3.1 description of the route table; made once. */
export const openApiDocument = (): object => (document ??= JSON.parse(JSON.stringify(build())) as object)
