import { configRoutes, secretRoutes } from './swarm/secrets.ts'
import { containerRoutes } from './containers/containers.ts'
import { creatingRoutes } from './containers/creating.ts'
import { listingRoutes } from './containers/listing.ts'
import { readingRoutes } from './containers/reading.ts'
import { renamingRoutes } from './containers/renaming.ts'
import { archiveRoutes } from './containers/archive.ts'
import { eventRoutes } from './system/events.ts'
import { execRoutes } from './containers/exec.ts'
import { imageRoutes } from './images/images.ts'
import { imageListingRoutes } from './images/listing.ts'
import { pullingRoutes } from './images/pulling.ts'
import { joiningRoutes } from './networks/joining.ts'
import { networkListingRoutes } from './networks/listing.ts'
import { networkRoutes } from './networks/networks.ts'
import { nodeRoutes } from './swarm/nodes.ts'
import type { Route } from './route.ts'
import { serviceRoutes } from './swarm/services.ts'
import { slashedNameRoutes } from './system/slashed-names.ts'
import { systemRoutes } from './system/system.ts'
import { taskRoutes } from './swarm/tasks.ts'
import { volumeRoutes } from './volumes.ts'

/** Every route there is. What is not in it is refused. */
export const routes: readonly Route[] = [
  ...systemRoutes,
  ...eventRoutes,
  ...listingRoutes,
  ...readingRoutes,
  ...creatingRoutes,
  ...containerRoutes,
  ...renamingRoutes,
  ...execRoutes,
  ...archiveRoutes,
  ...imageListingRoutes,
  ...pullingRoutes,
  ...imageRoutes,
  ...networkListingRoutes,
  ...networkRoutes,
  ...joiningRoutes,
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
