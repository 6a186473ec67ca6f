import { describe, expect, it } from 'vitest'
import { isInstalled, output, run } from './command.ts'

describe('run', () => {
  it('gives exit code and both streams', async () => {
    const result = await run('sh', ['-c', 'echo out; echo err >&2; exit 3'])
    expect(result).toEqual({ code: 3, stdout: 'out\n', stderr: 'err\n' })
  })

  it('gives 127 for a command that does not exist', async () => {
    expect((await run('no-such-command-here', [])).code).toBe(127)
  })

  it('ends a command at its time limit', async () => {
    expect((await run('sleep', ['30'], { timeoutMs: 50 })).code).toBeNull()
  })

  it('hands over whole lines, also when they come in pieces', async () => {
    const lines: string[] = []
    await run('sh', ['-c', 'printf one; sleep 0.05; printf "two\\nthree\\n"'], {
      onLine: (line) => lines.push(line),
    })
    expect(lines).toEqual(['onetwo', 'three'])
  })

  it('does not fail when a command leaves its input unread', async () => {
    expect((await run('true', [], { input: 'x'.repeat(1_000_000) })).code).toBe(0)
  })
})

describe('output', () => {
  it('throws with the command and the end of what it said', async () => {
    await expect(output('sh', ['-c', 'echo what went wrong >&2; exit 7'])).rejects.toThrow(
      /sh -c .* exit code 7:\nwhat went wrong/s,
    )
  })
})

describe('isInstalled', () => {
  it('tells a command that is there from one that is not', async () => {
    expect(await isInstalled('sh')).toBe(true)
    expect(await isInstalled('no-such-command-here')).toBe(false)
  })
})
