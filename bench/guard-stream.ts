import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { BareRelay } from './guard/bare-relay.ts'
import { engine, engineSocket, exchange, GuardedSandbox } from './guard/guarded-sandbox.ts'
import { Agent } from 'node:http'
import { promisify } from 'node:util'
import { median, ratioByRound, type BenchResult } from './result.ts'

const megabytes = 400
const orders = [
  ['guarded', 'direct', 'relayed'],
  ['relayed', 'guarded', 'direct'],
  ['direct', 'relayed', 'guarded'],
  ['guarded', 'relayed', 'direct'],
  ['direct', 'guarded', 'relayed'],
  ['relayed', 'direct', 'guarded'],
] as const
const rounds = 7 * orders.length
const cliRounds = 20
const cliArms = ['guarded', 'direct'] as const

/**
 * Throughput of an exec's output through the guard and straight from the engine, in turns; and through a relay that
 * only copies, to tell what the guard costs from what any process between the two does. The docker CLI, which learners
 * have, is tried beside it: its runtime suffers from other things than a client that only reads.
 */
export default async function run(): Promise<BenchResult> {
  const sandbox = await GuardedSandbox.start()
  let relay: BareRelay | undefined
  try {
    relay = await BareRelay.start(join(sandbox.data, 'relay.sock'), engineSocket)
    const name = `s${sandbox.id}-c`
    const id = engine(
      'run',
      '-d',
      '--name',
      name,
      ...sandbox.labels('learner'),
      sandbox.image,
      'sleep',
      '1000',
    )
    const sockets = { guarded: sandbox.socket, direct: engineSocket, relayed: relay.socket }
    const speeds = { guarded: [] as number[], direct: [] as number[], relayed: [] as number[] }
    for (const arm of orders[0]) await throughput(sockets[arm], id)
    // Every order equally often: nobody always runs behind the same one, or in the same place of its round.
    for (let round = 0; round < rounds; round++)
      for (const arm of orders[round % orders.length]!) speeds[arm].push(await throughput(sockets[arm], id))
    const cli = { guarded: [] as number[], direct: [] as number[] }
    for (let round = 0; round < cliRounds; round++)
      for (const arm of round % 2 === 0 ? cliArms : cliArms.toReversed())
        cli[arm].push(await cliThroughput(sockets[arm], arm === 'guarded' ? 'c' : name))
    const ratio = ratioByRound(speeds.guarded, speeds.direct)
    return {
      name: 'guard-stream',
      ours: Math.round(median(speeds.guarded)),
      yardstick: Math.round(median(speeds.direct)),
      ratio: Number(ratio.toFixed(3)),
      unit: `MB/s of an exec stream (${megabytes} MB, median of ${rounds} rounds)`,
      aim: '≥ 0.9 × direct',
      met: ratio >= 0.9,
      detail: {
        ratioOfBareRelay: Number(ratioByRound(speeds.relayed, speeds.direct).toFixed(3)),
        ratioWithDockerCli: Number(ratioByRound(cli.guarded, cli.direct).toFixed(3)),
      },
    }
  } finally {
    await relay?.stop()
    sandbox.stop()
  }
}

/** MB/s of `head -c` from /dev/zero through `exec start`. */
async function throughput(socketPath: string, container: string): Promise<number> {
  const body = { Cmd: ['head', '-c', String(megabytes * 1e6), '/dev/zero'], AttachStdout: true, Tty: false }
  const created = await exchange(new Agent(), socketPath, 'POST', `/v1.41/containers/${container}/exec`, body)
  const { Id } = JSON.parse(created) as { Id: string }
  const before = performance.now()
  const received = await drain(socketPath, Id)
  if (received < megabytes * 1e6) throw new Error(`the stream ended after ${received} bytes`)
  return received / 1e6 / ((performance.now() - before) / 1000)
}

/** MB/s of the same through `docker exec`, its start included. */
async function cliThroughput(socketPath: string, container: string): Promise<number> {
  const command = `docker -H unix://${socketPath} exec ${container} head -c ${megabytes * 1e6} /dev/zero > /dev/null`
  const before = performance.now()
  await promisify(execFile)('sh', ['-c', command])
  return megabytes / ((performance.now() - before) / 1000)
}

function drain(socketPath: string, exec: string): Promise<number> {
  const start = '{"Detach":false,"Tty":false}'
  return new Promise((resolve, reject) => {
    let received = 0
    const socket = connect(socketPath)
    socket.on('data', (part) => (received += part.length))
    socket.on('close', () => resolve(received))
    socket.on('error', reject)
    const head = [
      'Host: docker',
      'Content-Type: application/json',
      `Content-Length: ${start.length}`,
      'Connection: Upgrade',
      'Upgrade: tcp',
    ]
    socket.write(`POST /v1.41/exec/${exec}/start HTTP/1.1\r\n${head.join('\r\n')}\r\n\r\n${start}`)
  })
}
