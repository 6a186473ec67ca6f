import { isTrue } from '../../parse/query.ts'
import { plainTar } from '../../parse/tar.ts'
import { forbidden, malformed } from '../../refusal.ts'
import { empty, failure, relayStatus } from '../answers.ts'
import { readText } from '../../engine/engine.ts'
import { own } from './reading.ts'
import { queryValue, type Call, type Reply, type Route } from '../route.ts'

/** `docker cp`. */
export const archiveRoutes: Route[] = [
  {
    method: 'GET',
    pattern: '/containers/{id}/archive',
    query: ['path'],
    stream: true,
    handle: (call) => read(call, 'GET'),
  },
  {
    method: 'HEAD',
    pattern: '/containers/{id}/archive',
    query: ['path'],
    handle: (call) => read(call, 'HEAD'),
  },
  {
    method: 'PUT',
    pattern: '/containers/{id}/archive',
    query: ['path', 'noOverwriteDirNonDir', 'copyUIDGID'],
    body: 'tar',
    stream: true,
    action: 'container.copy',
    async handle(call) {
      const flag = (key: string) => (isTrue(queryValue(call, key)) ? 1 : undefined)
      const query = {
        path: pathOf(call),
        noOverwriteDirNonDir: flag('noOverwriteDirNonDir'),
        copyUIDGID: flag('copyUIDGID'),
      }
      const path = `/containers/${await own(call)}/archive`
      // The daemon would start a decompressor for a packed archive: only a plain tar passes (CVE-2026-41567).
      const stream = await plainTar(call.bytes!)
      return relayStatus(call, await call.mutate({ method: 'PUT', path, query, stream }))
    },
  },
]

function pathOf(call: Call): string {
  const path = queryValue(call, 'path') ?? ''
  if (path === '') throw malformed('bad parameter: path is missing')
  if (path.length > 4096) throw forbidden('a path of this length')
  return path
}

async function read(call: Call, method: 'GET' | 'HEAD'): Promise<Reply> {
  const query = { path: pathOf(call) }
  const answer = await call.read({ method, path: `/containers/${await own(call)}/archive`, query })
  const status = answer.statusCode ?? 500
  if (status >= 400) return failure(call, status, await readText(answer))
  const stat = answer.headers['x-docker-container-path-stat']
  const headers: Record<string, string> = { 'Content-Type': 'application/x-tar' }
  if (typeof stat === 'string') headers['X-Docker-Container-Path-Stat'] = stat
  if (method === 'GET') return { kind: 'stream', status, headers, source: answer }
  answer.resume()
  return { ...empty(status), headers } as Reply
}
