import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { continueScript, helperArgv, killScript, readStamps, stopScript } from './helper-script.ts'

const children: ChildProcess[] = []
const run = (script: string, ...args: string[]) => {
  const [command = '', ...rest] = helperArgv(script, ...args)
  const { status, stdout } = spawnSync(command, rest, { encoding: 'utf8' })
  return { exitCode: status ?? -1, output: stdout }
}
const sleeper = (): ChildProcess => {
  const child = spawn('sleep', ['60'])
  children.push(child)
  return child
}

afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

describe('the scripts of the helpers', () => {
  it('never kill a process whose cgroup does not name the container', () => {
    const child = sleeper()
    expect(run(killScript, 'f'.repeat(64), String(child.pid)).exitCode).toBe(3)
    expect(readFileSync(`/proc/${child.pid}/status`, 'utf8')).toMatch(/^State:\s+[SRD]/m)
  })

  it('never stop anything when the container has no process', () => {
    expect(run(stopScript, 'f'.repeat(64)).exitCode).toBe(3)
  })

  it('stop nothing once the end of the fault has come', () => {
    expect(run(stopScript, 'f'.repeat(64), '1').exitCode).toBe(4)
    expect(() => readStamps({ exitCode: 4, output: '' }, 'web')).toThrow(/over before it could begin/)
  })

  it('continue nothing, without complaint, when the container is gone', () => {
    expect(run(continueScript, 'f'.repeat(64)).exitCode).toBe(0)
  })

  it('take a hostile argument as a word, not as shell', () => {
    const { output } = run(continueScript, '$(echo harm)"; echo harm; #')
    expect(output).toBe('')
  })
})

describe('reading the stamps', () => {
  it('gives when the command was issued and when it had happened', () => {
    expect(readStamps({ exitCode: 0, output: 'before=1700000000123 after=1700000000125\n' }, 'web')).toEqual({
      injectedAt: 1_700_000_000_123,
      effectiveAt: 1_700_000_000_125,
    })
  })

  it('says that the target is gone, or that the helper failed', () => {
    expect(() => readStamps({ exitCode: 3, output: '' }, 'web')).toThrow(/web was gone/)
    expect(() => readStamps({ exitCode: 127, output: 'sh: no' }, 'web')).toThrow(/127: sh: no/)
  })
})
