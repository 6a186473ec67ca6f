import { noSuch, type ObjectKind } from '../../refusal.ts'
import type { Route } from '../route.ts'

const inspected: { pattern: string; kind: ObjectKind; query?: string[] }[] = [
  { pattern: '/containers/{name*}/json', kind: 'container', query: ['size'] },
  { pattern: '/networks/{name*}', kind: 'network', query: ['verbose', 'scope'] },
  { pattern: '/volumes/{name*}', kind: 'volume' },
  { pattern: '/services/{name*}', kind: 'service', query: ['insertDefaults'] },
  { pattern: '/tasks/{name*}', kind: 'task' },
  { pattern: '/nodes/{name*}', kind: 'node' },
  { pattern: '/secrets/{name*}', kind: 'secret' },
  { pattern: '/configs/{name*}', kind: 'config' },
]

/**
 * Inspects by a name with slashes, behind every route that is open: no object but an image bears such a name.
 * `docker inspect team/app:1` asks for a container, an image, a network… of that name and stops at the first answer
 * that is not "no such object". Answered here without the engine.
 */
export const slashedNameRoutes: Route[] = inspected.map(({ pattern, kind, query = [] }) => ({
  method: 'GET',
  pattern,
  query,
  async handle({ params: [name = ''] }) {
    throw noSuch[kind](name)
  },
}))
