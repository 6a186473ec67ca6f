import { Agent } from 'node:http'
import { readFileSync } from 'node:fs'
import { engine, engineSocket, exchange, GuardedSandbox } from './guard/guarded-sandbox.ts'
import { median, type BenchResult } from './result.ts'

const rounds = 400
const containers = 5
const idleSandboxes = 200

/** p50 of `GET /containers/json` through the guard and straight to the engine, taken in turns over kept-alive sockets. */
async function list(sandbox: GuardedSandbox): Promise<BenchResult> {
  const filters = encodeURIComponent(JSON.stringify({ label: [`dev.noops-dojo.sandbox=${sandbox.id}`] }))
  const guardAgent = new Agent({ keepAlive: true })
  const engineAgent = new Agent({ keepAlive: true })
  const guarded: number[] = []
  const direct: number[] = []
  for (let round = 0; round < rounds; round++) {
    const before = performance.now()
    await exchange(guardAgent, sandbox.socket, 'GET', '/v1.41/containers/json?all=1')
    const between = performance.now()
    await exchange(engineAgent, engineSocket, 'GET', `/v1.41/containers/json?all=1&filters=${filters}`)
    guarded.push(between - before)
    direct.push(performance.now() - between)
  }
  guardAgent.destroy()
  engineAgent.destroy()
  const ours = median(guarded.slice(20))
  const yardstick = median(direct.slice(20))
  return {
    name: 'guard-list',
    ours: round2(ours),
    yardstick: round2(yardstick),
    ratio: round2(ours / yardstick),
    unit: `ms p50 of GET /containers/json (${containers} containers)`,
    aim: 'direct + 1.5 ms p50',
    met: ours - yardstick <= 1.5,
    detail: { addedMs: round2(ours - yardstick) },
  }
}

/** What an idle guarded sandbox costs in the guard's resident memory. */
async function memory(sandbox: GuardedSandbox): Promise<BenchResult> {
  const before = residentKiB(sandbox.pid)
  const ids = Array.from({ length: idleSandboxes }, (_, index) => `i${String(index).padStart(9, '0')}`)
  for (const id of ids) await sandbox.control('PUT', `/v1/sandboxes/${id}`, sandbox.policy(id))
  const each = (residentKiB(sandbox.pid) - before) / idleSandboxes
  for (const id of ids) await sandbox.control('DELETE', `/v1/sandboxes/${id}`)
  return {
    name: 'guard-idle-memory',
    ours: round2(each),
    yardstick: null,
    ratio: null,
    unit: `KiB of the guard per idle sandbox (${idleSandboxes})`,
    aim: '< 300 KiB',
    met: each < 300,
  }
}

const round2 = (value: number) => Math.round(value * 100) / 100

function residentKiB(pid: number): number {
  return Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
}

export default async function run(): Promise<BenchResult[]> {
  const sandbox = await GuardedSandbox.start()
  try {
    for (let index = 0; index < containers; index++)
      engine(
        'create',
        '--name',
        `s${sandbox.id}-c${index}`,
        ...sandbox.labels('learner'),
        sandbox.image,
        'true',
      )
    return [await list(sandbox), await memory(sandbox)]
  } finally {
    sandbox.stop()
  }
}
