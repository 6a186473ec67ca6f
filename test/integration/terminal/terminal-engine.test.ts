import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { EngineStage } from '../engine-stage.ts'
import { TerminalClient } from './terminal-client.ts'
import { startTerminalServer } from './terminal-server.ts'

const stage = new EngineStage()
const spec = stage.spec()
let server: Awaited<ReturnType<typeof startTerminalServer>>
let terminals = 0
let terminal = ''

beforeAll(async () => {
  await stage.engine.createNetwork(spec)
  await stage.engine.createWorkstation(spec)
})
afterAll(() => stage.close())
beforeEach(async () => {
  terminal = `t${++terminals}`
  server = await startTerminalServer(stage.engine, spec.sandboxId)
})
afterEach(() => server.app.close())

const connect = async (options: ConstructorParameters<typeof TerminalClient>[1] = {}) => {
  const client = new TerminalClient(await server.address({ terminal }), { origin: server.origin, ...options })
  await client.isReady()
  return client
}
const prompt = '❯'
const latin = (text: string) => Buffer.from(text).toString('latin1')
const shell = async (options?: ConstructorParameters<typeof TerminalClient>[1]) => {
  const client = await connect(options)
  await client.sees(latin(prompt), 20_000)
  return client
}
const inWorkstation = async (script: string) =>
  (await stage.engine.run(spec.sandboxId, 'workstation', { argv: ['sh', '-c', script], timeoutMs: 10_000 }))
    .stdout

describe('a terminal in a real workstation', () => {
  it('has the size of the page from the first prompt on and follows it', async () => {
    const client = await shell({ hello: { cols: 101, rows: 31 } })
    client.type('stty size\r')
    await client.sees('31 101')
    client.send({ type: 'resize', cols: 77, rows: 22 })
    client.type('stty size\r')
    await client.sees('22 77')
  })

  it('carries text of any script and control characters', async () => {
    const client = await shell()
    client.type('echo 日本語 | wc -m; cat\r')
    await client.sees('\r4\r')
    client.type('\x03')
    await client.sees('130')
    client.type('echo after-$((40+2))\r')
    await client.sees('after-42')
  })

  it('lives on through a restart of the server, in a new epoch', async () => {
    const client = await shell()
    client.type('KEPT=yes-$((6*7))\r')
    await client.until(({ text }) => text.split(latin(prompt)).length > 2)
    await server.app.close()
    server = await startTerminalServer(stage.engine, spec.sandboxId)
    const back = await connect({ hello: { epoch: client.epoch, offset: client.offset } })
    expect(back.messages[0]).toMatchObject({ reset: true })
    expect(back.epoch).not.toBe(client.epoch)
    await back.sees(latin(prompt))
    back.type('echo $KEPT\r')
    await back.sees('yes-42')
  })

  it('shows after a restart of the server what it showed before, above the prompt that goes on', async () => {
    const client = await shell()
    client.type('seq 1 60 | sed s/^/line-/\r')
    await client.sees('line-60')
    await client.until(({ text }) => text.split(latin(prompt)).length > 2)
    await server.app.close()
    server = await startTerminalServer(stage.engine, spec.sandboxId, server.recordings)
    const back = await connect()
    await back.sees('line-60')
    expect(back.text.indexOf('line-1\r')).toBeGreaterThanOrEqual(0)
    expect(back.messages[0]).toMatchObject({ type: 'ready', offset: 0, reset: true })
    back.type('echo again-$((6*7))\r')
    await back.sees('again-42')
    expect(back.text.split('line-60').length).toBe(2)
  })

  it('leaves nothing attached in the workstation when the server goes', async () => {
    await shell()
    await server.app.close()
    await expect.poll(() => inWorkstation('pgrep -c perl || true'), { timeout: 10_000 }).toBe('0\n')
    server = await startTerminalServer(stage.engine, spec.sandboxId)
  })

  it('says that the shell ended, and opens a fresh one under the same name', async () => {
    const client = await shell()
    client.type('exit\r')
    expect((await client.closed).code).toBe(1000)
    expect(client.messages.at(-1)).toMatchObject({ type: 'exit' })
    await shell()
  })

  it('takes a paste of 200 KB whole', async () => {
    const client = await shell()
    const pasted = Array.from(
      { length: 2_500 },
      (_, i) => `${String(i).padStart(6, '0')} ${'p'.repeat(72)}\n`,
    ).join('')
    client.type(`stty -echo; cat > /tmp/${terminal}; stty echo\r`)
    await new Promise((resolve) => setTimeout(resolve, 500))
    client.type(pasted)
    client.type('\x04')
    const sum = createHash('sha256').update(pasted).digest('hex')
    await expect
      .poll(() => inWorkstation(`sha256sum < /tmp/${terminal}`), { timeout: 20_000, interval: 300 })
      .toContain(sum)
  })

  it('loses and changes no byte of 20 MB', async () => {
    await inWorkstation(`head -c 15000000 /dev/urandom | base64 -w 0 | head -c 20000000 > /tmp/${terminal}`)
    const sum = (await inWorkstation(`sha256sum < /tmp/${terminal}`)).slice(0, 64)
    const client = await shell()
    const seen = createHash('sha256')
    let left = 20_000_000
    let isStarted = false
    client.onBytes = (bytes) => {
      let body = bytes
      if (!isStarted) {
        const at = bytes.indexOf('\x02')
        if (at < 0) return
        isStarted = true
        body = bytes.subarray(at + 1)
      }
      seen.update(body.subarray(0, left))
      left -= Math.min(left, body.length)
    }
    client.type(`printf '\\002'; cat /tmp/${terminal}\r`)
    await client.until(() => left === 0, 60_000)
    expect(seen.digest('hex')).toBe(sum)
  })

  it('stays small while `yes` runs in front of a page that does not read, and obeys Ctrl-C', async () => {
    const client = await shell({ acks: false })
    client.type('yes\r')
    let received = -1
    while (received !== client.received) {
      received = client.received
      await new Promise((resolve) => setTimeout(resolve, 1_500))
    }
    const before = process.memoryUsage.rss()
    await new Promise((resolve) => setTimeout(resolve, 3_000))
    expect(client.received).toBe(received)
    expect(received).toBeLessThan(2_000_000)
    expect(process.memoryUsage.rss() - before).toBeLessThan(20_000_000)
    client.type('\x03')
    const acks = setInterval(() => client.ack(), 20)
    await client.sees(`^C`, 20_000)
    client.type('echo back-$((1+1))\r')
    await client.sees('back-2', 20_000)
    clearInterval(acks)
  })
})
