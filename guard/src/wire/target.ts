import { malformed, Refusal } from '../refusal.ts'

/** A request target, split: segments of the route and the raw query. */
export type Target = { segments: string[]; query: string; version: string | null }

/** API versions whose semantics the guard's models cover. The engine always gets the guard's own version. */
const oldest = 24
const versionSegment = /^v(\d+)\.(\d+)$/

/**
 * Splits an origin-form target without any URL library (`new URL` reads `//containers/create` as a host, folds `..` and
 * turns `\` into `/`). Refuses absolute form, empty, dot and escaped segments, fragments and matrix parameters; a
 * `%` may stand only in the query. One trailing slash survives as an empty last segment, for the table to judge.
 * `newest` is the minor of the newest API version spoken. Throws Refusal 400.
 */
export function parseTarget(target: string, newest: number): Target {
  if (!target.startsWith('/')) throw malformed('the request target must be in origin form')
  const mark = target.indexOf('?')
  const path = mark < 0 ? target : target.slice(0, mark)
  const query = mark < 0 ? '' : target.slice(mark + 1)
  if (/[^A-Za-z0-9/._:@~+,=-]/.test(path) || query.includes('#'))
    throw malformed('the path holds a refused character')
  const segments = path.slice(1).split('/')
  const inner = segments.slice(0, -1)
  if (inner.includes('') || segments.some((segment) => segment === '.' || segment === '..'))
    throw malformed('the path is not canonical')
  const first = segments[0] ?? ''
  if (!/^[vV][\d.]/.test(first)) return { segments, query, version: null }
  return { segments: segments.slice(1), query, version: checkVersion(first, newest) }
}

function checkVersion(segment: string, newest: number): string {
  const match = versionSegment.exec(segment)
  if (!match || match[1] !== '1' || /^0\d/.test(match[2]!)) throw malformed('unknown API version')
  const minor = Number(match[2])
  const asked = `1.${minor}`
  if (minor > newest)
    throw new Refusal(400, `client version ${asked} is too new. Maximum supported API version is 1.${newest}`)
  if (minor < oldest)
    throw new Refusal(400, `client version ${asked} is too old. Minimum supported API version is 1.${oldest}`)
  return asked
}
