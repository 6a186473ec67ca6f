import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { FaultRun } from '@noops-dojo/contracts'
import { readFaults } from '../commands/fault/list.ts'

interface JudgeBody {
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** The chaos routes of a dojo in memory, over HTTP: one sandbox with a service web, faults that stay until lifted. */
export class FakeChaosServer {
  readonly runs: FaultRun[] = []
  readonly commands: JudgeBody[] = []
  readonly tokens = new Set<string | undefined>()
  /** What a command answers; null: it ran out of time. */
  exitCode: number | null = 0
  readonly #server: Server

  private constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then((answer) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
      })
    })
  }

  static async start(): Promise<FakeChaosServer> {
    const made = new FakeChaosServer()
    await new Promise<void>((resolve) => made.#server.listen(0, '127.0.0.1', resolve))
    return made
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as { port: number }).port}`
  }

  stop(): void {
    this.#server.close()
    this.#server.closeAllConnections()
  }

  async #answer(request: IncomingMessage): Promise<unknown> {
    let text = ''
    for await (const piece of request) text += String(piece)
    const body = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>
    this.tokens.add(request.headers.authorization)
    const path = request.url ?? ''
    if (path === '/api/faults') return { items: readFaults() }
    if (path.endsWith('/lift')) return this.#lift(path.split('/').at(-2) as string)
    if (path.endsWith('/fault-runs')) return this.#inject(body)
    if (path.endsWith('/judge/run')) return this.#judge(body as unknown as JudgeBody)
    if (path.endsWith('/topology')) return { at: 1, nodes: [], links: [] }
    return this.#sandbox()
  }

  #judge(body: JudgeBody): object {
    this.commands.push(body)
    const isLookup = body.argv[2] === 'type -P -- "$0"'
    return { exitCode: this.exitCode, stdout: isLookup ? `/bin/${body.argv[3]}\n` : '', stderr: '' }
  }

  #inject({ use, target }: Record<string, unknown>): FaultRun {
    const run: FaultRun = {
      ...{
        id: `run${this.runs.length + 1}`,
        sandboxId: 'sandbox001',
        labFault: String(use),
        fault: String(use),
      },
      ...{
        target: String(target),
        state: 'planned',
        plannedAt: 1,
        effectiveAt: null,
        endedAt: null,
        detail: null,
      },
    }
    this.runs.push({ ...run, state: 'effective', effectiveAt: 2 })
    return run
  }

  #lift(id: string): FaultRun {
    const index = this.runs.findIndex((run) => run.id === id)
    this.runs[index] = { ...(this.runs[index] as FaultRun), state: 'reverted', endedAt: 3 }
    return this.runs[index] as FaultRun
  }

  #sandbox(): object {
    return {
      ...{
        id: 'sandbox001',
        labId: 'lab',
        labDigest: '0'.repeat(64),
        learnerId: null,
        classroomId: null,
        state: 'ready',
        failure: null,
      },
      ...{
        steps: [],
        createdAt: 1,
        readyAt: 1,
        endsAt: null,
        idleEndsAt: null,
        extensionsLeft: 0,
        params: {},
      },
      ...{
        tasks: [],
        faultRuns: this.runs,
        terminals: [],
        previews: [],
        score: { earned: 0, max: 0, passed: false },
      },
      lastSeq: 0,
    }
  }
}
