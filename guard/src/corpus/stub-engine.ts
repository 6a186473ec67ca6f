import { createServer, type Server } from 'node:http'
import type { Socket } from 'node:net'
import * as fixtures from './fixtures.ts'

/** One request that reached the stub on behalf of a client. */
export type Recorded = {
  method: string
  path: string
  query: URLSearchParams
  headers: Record<string, string>
  body: string
}

type Row = Record<string, unknown>

/**
 * A stand-in for the engine: serves the guard's own look-ups from the fixtures of two sandboxes, filters by label as
 * the engine does (and gives everything when a filter is missing), and records every request made for a client.
 */
export class StubEngine {
  readonly recorded: Recorded[] = []
  /** Copies of each own object that lists hold on top, to fill a quota. */
  extra = 0
  /** Containers that were created through the guard; counted in lists when `keepsCreated`. */
  private made = 0
  keepsCreated = false
  private readonly server: Server
  private readonly sockets = new Set<Socket>()

  constructor() {
    this.server = createServer((request, response) => {
      const parts: Buffer[] = []
      request.on('data', (part: Buffer) => parts.push(part))
      request.on('end', () => {
        const url = new URL(request.url ?? '/', 'http://stub')
        const isLookup = request.headers['user-agent'] === 'noops-dojo-guard/lookup'
        const path = url.pathname.replace(/^\/v1\.\d+/, '')
        if (!isLookup)
          this.recorded.push({
            method: request.method!,
            path: request.url!.split('?')[0]!,
            query: url.searchParams,
            headers: request.headers as Record<string, string>,
            body: Buffer.concat(parts).toString('utf8'),
          })
        if (this.keepsCreated && path === '/containers/create') this.made++
        const [status, body] = this.answer(request.method!, path, url.searchParams)
        response.writeHead(status, { 'Content-Type': 'application/json' })
        response.end(body === null || request.method === 'HEAD' ? '' : JSON.stringify(body))
      })
    })
    this.server.on('upgrade', (request, socket: Socket) => {
      this.recorded.push({
        method: request.method!,
        path: request.url!.split('?')[0]!,
        query: new URLSearchParams(request.url!.split('?')[1]),
        headers: request.headers as Record<string, string>,
        body: '',
      })
      socket.end(
        'HTTP/1.1 101 UPGRADED\r\nContent-Type: application/vnd.docker.raw-stream\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n',
      )
    })
    this.server.on('connection', (socket) => {
      this.sockets.add(socket)
      socket.on('close', () => this.sockets.delete(socket))
      socket.on('error', () => undefined)
    })
  }

  listen(path: string): Promise<void> {
    return new Promise((resolve) => this.server.listen(path, resolve))
  }

  close(): void {
    this.server.close()
    for (const socket of this.sockets) socket.destroy()
  }

  private many<T extends Row>(own: T, key: 'Id' | 'ID' | 'Name', more = 0): T[] {
    return Array.from({ length: this.extra + more }, (_, index) => ({
      ...own,
      [key]: `${String(own[key]).slice(0, -3)}${String(index).padStart(3, '0')}`,
    }))
  }

  private answer(method: string, path: string, query: URLSearchParams): [number, unknown] {
    if (path === '/version')
      return [
        200,
        { Version: '20.10.24', ApiVersion: '1.41', MinAPIVersion: '1.12', Arch: 'amd64', GoVersion: 'go1' },
      ]
    if (method !== 'GET') return changed(method, path)
    const lists: Record<string, () => unknown> = {
      '/containers/json': () =>
        [...fixtures.containers, ...this.many(fixtures.ownContainer, 'Id', this.made)].filter((row) =>
          fits(row.Labels, query),
        ),
      '/networks': () =>
        [...fixtures.networks, ...this.many(fixtures.ownNetwork, 'Id')].filter((row) =>
          fits(row.Labels, query),
        ),
      '/volumes': () => ({
        Volumes: [...fixtures.volumes, ...this.many(fixtures.ownVolume, 'Name')].filter((row) =>
          fits(row.Labels, query),
        ),
      }),
      '/services': () =>
        [...fixtures.services, ...this.many(fixtures.ownService, 'ID')].filter((row) =>
          fits(row.Spec.Labels, query),
        ),
      '/secrets': () =>
        [...fixtures.secrets, ...this.many(fixtures.ownSecret, 'ID')].filter((row) =>
          fits(row.Spec.Labels, query),
        ),
      '/configs': () => fixtures.configs.filter((row) => fits(row.Spec.Labels, query)),
      '/tasks': () => fixtures.tasks,
      '/images/json': () => fixtures.images,
    }
    const list = lists[path]
    return list ? [200, list()] : ([...detail(path)] as [number, unknown])
  }
}

function fits(labels: Record<string, string>, query: URLSearchParams): boolean {
  const filters = JSON.parse(query.get('filters') ?? '{}') as { label?: string[] }
  return (filters.label ?? []).every((entry) => {
    const [key = '', value] = entry.split(/=(.*)/s)
    return Object.hasOwn(labels, key) && (value === undefined || labels[key] === value)
  })
}

function detail(path: string): [number, unknown] {
  const [, kind, ref = '', ...rest] = path.split('/')
  if (kind === 'exec')
    return fixtures.execs[ref]
      ? [200, { ID: ref, ContainerID: fixtures.execs[ref] }]
      : [404, { message: 'no' }]
  if (kind === 'images') {
    const name = [ref, ...rest].join('/').replace(/\/(json|history)$/, '')
    const image = fixtures.images.find(({ Id, RepoTags }) => Id === name || RepoTags.includes(name))
    return image ? [200, path.endsWith('/history') ? [] : image] : [404, { message: 'no' }]
  }
  const rows: Row[] = [
    ...fixtures.containers,
    ...fixtures.networks,
    ...fixtures.volumes,
    ...fixtures.services,
    ...fixtures.tasks,
    ...fixtures.secrets,
    ...fixtures.configs,
  ]
  const row = rows.find(({ Id, ID, Name }) => Id === ref || ID === ref || Name === ref)
  // A network that was just created has its subnet.
  return [200, row ?? (kind === 'networks' ? { IPAM: fixtures.ownNetwork.IPAM } : {})]
}

function changed(method: string, path: string): [number, unknown] {
  if (path.endsWith('/create') || path.endsWith('/exec'))
    return [201, { Id: 'f'.repeat(64), ID: 'new', Name: 'new', Warnings: [] }]
  if (path.endsWith('/prune')) return [200, {}]
  if (path.startsWith('/images/') && method === 'DELETE') return [200, []]
  if (path.endsWith('/update') || path.endsWith('/wait')) return [200, {}]
  return [method === 'HEAD' || path.endsWith('/start') ? 200 : 204, null]
}
