import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { output, run } from './command.ts'

const root = join(import.meta.dirname, '..')
const needed = ['sh', 'readlink', 'dirname', 'uname', 'date', 'cat', 'cksum', 'mkdir', 'tail']

let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dojo-script-'))
  mkdirSync(join(folder, 'bin'))
  copyFileSync(join(root, 'dojo'), join(folder, 'dojo'))
  writeFileSync(join(folder, 'package-lock.json'), '{}')
  for (const name of needed)
    symlinkSync(await output('sh', ['-c', `command -v ${name}`]), join(folder, 'bin', name))
})
afterEach(() => rmSync(folder, { recursive: true }))

const program = (name: string, script: string) =>
  writeFileSync(join(folder, 'bin', name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
const launch = (...args: string[]) =>
  run('sh', [join(folder, 'dojo'), ...args], { env: { PATH: join(folder, 'bin') } })

describe('the launcher script', () => {
  it('says what to install on a machine without Node', async () => {
    const result = await launch('up')
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('sudo apt-get install nodejs npm')
  })

  it('says what npm said when Node cannot be fetched', async () => {
    program('node', 'echo 18')
    program('npm', 'echo the registry is away >&2; exit 1')
    const result = await launch('up')
    expect(result.code).toBe(1)
    expect(result.stderr).toContain('the registry is away')
    expect(result.stderr).toContain('Node could not be fetched')
  })

  it('takes a Node that is new enough, installs packages once, and hands over every argument', async () => {
    program('node', '[ "$1" = -p ] && { echo 24; exit; }; shift; for word; do echo "[$word]"; done')
    program('npm', `mkdir -p node_modules; echo "$@" >>npm-calls`)
    symlinkSync(await output('sh', ['-c', 'command -v chmod']), join(folder, 'bin', 'chmod'))
    const first = await launch('status', '--data', '/with a space')
    expect(first.stdout).toBe('[status]\n[--data]\n[/with a space]\n')
    await launch('status')
    const calls = await output('cat', [join(folder, 'npm-calls')])
    expect(calls.split('\n')).toHaveLength(1)
    expect(calls).toMatch(/^ci /)
  })

  it('runs any command with that Node and those packages', async () => {
    program('node', '[ "$1" = -p ] && { echo 24; exit; }; echo "$@"')
    program('npm', 'mkdir -p node_modules')
    expect((await launch('exec', 'node', 'tools/check.ts')).stdout).toBe('tools/check.ts\n')
    expect((await launch('exec')).stderr).toContain('exec needs a command')
  })

  it('leaves packages alone that it did not install when it runs a command', async () => {
    program('node', '[ "$1" = -p ] && { echo 24; exit; }; echo "$@"')
    program('npm', 'exit 1')
    mkdirSync(join(folder, 'node_modules'))
    expect((await launch('exec', 'node', '-v')).stdout).toBe('-v\n')
  })

  it('keeps stdout for the command: what it says itself goes to stderr', async () => {
    program('node', '[ "$1" = -p ] && { echo 24; exit; }; echo "{}"')
    program('npm', 'mkdir -p node_modules')
    const result = await launch('status', '--json')
    expect(result.stdout).toBe('{}\n')
    expect(result.stderr).toContain('packages')
  })
})
