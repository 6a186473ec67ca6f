import { configRoutes, secretRoutes } from './secrets.ts'
import { containerRoutes } from './containers.ts'
import { containerListRoutes } from './container-lists.ts'
import { archiveRoutes } from './archive.ts'
import { eventRoutes } from './events.ts'
import { execRoutes } from './exec.ts'
import { imageRoutes } from './images.ts'
import { networkRoutes } from './networks.ts'
import { nodeRoutes } from './nodes.ts'
import type { Route } from './route.ts'
import { serviceRoutes } from './services.ts'
import { slashedNameRoutes } from './slashed-names.ts'
import { systemRoutes } from './system.ts'
import { taskRoutes } from './tasks.ts'
import { volumeRoutes } from './volumes.ts'

/** Every route there is. What is not in it is refused. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...eventRoutes,
  ...containerListRoutes,
  ...containerRoutes,
  ...execRoutes,
  ...archiveRoutes,
  ...imageRoutes,
  ...networkRoutes,
  ...volumeRoutes,
  ...serviceRoutes,
  ...taskRoutes,
  ...nodeRoutes,
  ...secretRoutes,
  ...configRoutes,
  ...slashedNameRoutes,
]

type Compiled = { route: Route; segments: string[] }
const compiled = new Map<string, Compiled[]>()
for (const route of routes) {
  const entries = compiled.get(route.method) ?? []
  entries.push({ route, segments: route.pattern.slice(1).split('/') })
  compiled.set(route.method, entries)
}

/** Finds the route of a method and path; words are compared exactly. Null when the table has none. */
export function findRoute(method: string, segments: string[]): { route: Route; params: string[] } | null {
  for (const entry of compiled.get(method) ?? []) {
    const params = match(entry.segments, segments)
    if (params) return { route: entry.route, params }
  }
  return null
}

function match(pattern: string[], segments: string[]): string[] | null {
  const star = pattern.findIndex((part) => part.endsWith('*}'))
  const extra = segments.length - pattern.length
  if (star < 0 ? extra !== 0 : extra < 0 || extra > 3) return null
  const params: string[] = []
  for (let at = 0, from = 0; at < pattern.length; at++) {
    const part = pattern[at]!
    const count = at === star ? extra + 1 : 1
    const taken = segments.slice(from, from + count)
    from += count
    if (!part.startsWith('{')) {
      if (taken[0] !== part) return null
    } else if (taken.includes('')) return null
    else params.push(taken.join('/'))
  }
  return params
}
