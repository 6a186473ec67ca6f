import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxSpec, Shell } from '../../server/src/domain/ports/index.ts'
import { EngineStage } from './engine-stage.ts'

const stage = new EngineStage()
const { engine } = stage
afterAll(() => stage.close())

/** Collects what a shell writes. */
const watchShell = (shell: Shell) => {
  const seen = { text: '', bytes: 0, exits: [] as (number | null)[] }
  shell.onData((bytes) => {
    seen.bytes += bytes.length
    seen.text = (seen.text + Buffer.from(bytes).toString('latin1')).slice(-20_000)
  })
  shell.onExit((code) => seen.exits.push(code))
  return seen
}
const type = (shell: Shell, text: string): boolean => shell.write(Buffer.from(text, 'latin1'))
const until = (holds: () => boolean | Promise<boolean>) => expect.poll(holds, { timeout: 40_000 }).toBe(true)

describe('a terminal on Docker', () => {
  let spec: SandboxSpec
  beforeAll(async () => {
    spec = stage.spec()
    await engine.createNetwork(spec)
    await engine.createWorkstation(spec)
  })
  const run = (script: string, timeoutMs = 20_000) =>
    engine.run(spec.sandboxId, 'workstation', { argv: ['bash', '-c', script], timeoutMs })

  it('opens a terminal of the right size that survives a lost connection', async () => {
    const first = await engine.openShell(spec.sandboxId, 'main', { cols: 101, rows: 31 })
    const seen = watchShell(first)
    await until(() => seen.text.includes('❯') || /[$#❯] $|\u00e2\u009d\u00af/.test(seen.text))
    type(first, 'stty size; MARK=still; tty\r')
    await until(() => seen.text.includes('31 101'))
    await first.resize(120, 40)
    type(first, 'stty size\r')
    await until(() => seen.text.includes('40 120'))
    first.close()
    const second = await engine.openShell(spec.sandboxId, 'main', { cols: 120, rows: 40 })
    const again = watchShell(second)
    type(second, 'echo "$MARK"-here\r')
    await until(() => again.text.includes('still-here'))
    second.close()
  })

  it('leaves no attaching process behind when a connection closes', async () => {
    for (let time = 0; time < 3; time++) {
      const shell = await engine.openShell(spec.sandboxId, 'gone', { cols: 80, rows: 24 })
      const seen = watchShell(shell)
      await until(() => seen.bytes > 0)
      shell.close()
    }
    // Whoever attaches has the path of the session in its command line; the one that stays is the holder.
    await until(async () => (await run('pgrep -fc "[/]tmp/dojo/gone.dtach" || true')).stdout.trim() === '1')
  })

  it('passes control characters to the program, ctrl-p and ctrl-backslash too', async () => {
    const shell = await engine.openShell(spec.sandboxId, 'raw', { cols: 80, rows: 24 })
    const seen = watchShell(shell)
    await until(() => seen.bytes > 10)
    type(shell, 'stty raw -echo; echo READY; head -c 4 | od -An -tx1; stty sane\r')
    await until(() => seen.text.includes('READY\n') || seen.text.includes('READY\r'))
    await new Promise((resolve) => setTimeout(resolve, 300))
    for (const byte of ['\x10', '\x11', '\x1c', '\x1a']) type(shell, byte)
    await until(() => seen.text.includes('10 11 1c 1a'))
    shell.close()
  })

  it('takes a paste of 200 KB without losing a byte', async () => {
    const shell = await engine.openShell(spec.sandboxId, 'paste', { cols: 80, rows: 24 })
    const seen = watchShell(shell)
    await until(() => seen.bytes > 10)
    type(shell, 'stty -echo; cat >/tmp/paste.txt; echo DO""NE\r')
    await new Promise((resolve) => setTimeout(resolve, 500))
    type(shell, `${'x'.repeat(79)}\n`.repeat(2_500))
    type(shell, '\x04')
    await until(() => seen.text.includes('DONE\r'))
    expect((await run('wc -c </tmp/paste.txt; sort -u /tmp/paste.txt | wc -l')).stdout.split(/\s+/)).toEqual([
      '200000',
      '1',
      '',
    ])
    shell.close()
  })

  it('stops an endless output while paused and obeys Ctrl-C', async () => {
    const shell = await engine.openShell(spec.sandboxId, 'flood', { cols: 80, rows: 24 })
    const seen = watchShell(shell)
    await until(() => seen.bytes > 10)
    type(shell, 'yes\r')
    await until(() => seen.bytes > 1_000_000)
    shell.pause()
    await new Promise((resolve) => setTimeout(resolve, 500))
    const paused = seen.bytes
    await new Promise((resolve) => setTimeout(resolve, 500))
    expect(seen.bytes).toBe(paused)
    shell.resume()
    type(shell, '\x03')
    type(shell, 'echo over-$((40+2))\r')
    await until(() => seen.text.includes('over-42'))
    shell.close()
  })

  it('tells when the shell ends', async () => {
    const shell = await engine.openShell(spec.sandboxId, 'short', { cols: 80, rows: 24 })
    const seen = watchShell(shell)
    await until(() => seen.bytes > 10)
    type(shell, 'exit\r')
    await until(() => seen.exits.length === 1)
    await until(async () => !(await engine.listTerminals(spec.sandboxId)).includes('short'))
  })
})
