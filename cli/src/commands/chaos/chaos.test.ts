import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Journal } from '@noops-dojo/chaos-toolkit'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { exitCodeOf } from '../../testing/exit-code-of.ts'
import { FakeChaosServer } from '../../testing/fake-chaos-server.ts'
import { repositoryRoot } from '../../launcher/settings.ts'
import { discoverChaos } from './discover.ts'
import { register } from './register.ts'
import { validateChaos } from './validate.ts'

let server: FakeChaosServer
let folder = ''
let said: string[] = []
const fixture = (name: string): string => join(repositoryRoot, 'chaos-toolkit/fixtures', name)

beforeEach(async () => {
  said = []
  folder = mkdtempSync(join(tmpdir(), 'chaos-'))
  server = await FakeChaosServer.start()
  vi.spyOn(console, 'error').mockImplementation((text: string) => void said.push(text))
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true)
})
afterEach(() => {
  vi.restoreAllMocks()
  server.stop()
  rmSync(folder, { recursive: true })
  process.exitCode = undefined
})

/** Runs a command line and gives its exit code. */
const dojo = (...argv: string[]): Promise<number> => exitCodeOf([register], ['chaos', ...argv])
const journalPath = (): string => join(folder, 'journal.json')
const run = (file: string, ...flags: string[]): Promise<number> =>
  dojo(...['run', file, '--journal-path', journalPath(), '--server', server.origin], ...flags)
const inSandbox = ['--sandbox', 'sandbox001', '--token', 'secret']
const journal = (): Journal => JSON.parse(readFileSync(journalPath(), 'utf8')) as Journal
const write = (experiment: object): string => {
  const path = join(folder, 'experiment.json')
  writeFileSync(path, JSON.stringify({ title: 't', description: 'd', method: [], ...experiment }))
  return path
}
const aProcess = { type: 'action', name: 'act', provider: { type: 'process', path: 'act', timeout: 2 } }

describe('dojo chaos run', () => {
  it('plays processes in the judge of the sandbox and writes the journal', async () => {
    const env = join(folder, 'x.env')
    writeFileSync(env, 'GREETING=hi\n')
    expect(await run(write({ method: [aProcess] }), ...inSandbox, '--var-file', env)).toBe(0)
    expect(journal()).toMatchObject({ status: 'completed', run: [{ status: 'succeeded' }] })
    expect(server.commands.at(-1)).toEqual({ argv: ['/bin/act'], env: { GREETING: 'hi' }, timeoutMs: 2000 })
    expect([...server.tokens]).toEqual(['Bearer secret'])
  })

  it('lifts what the experiment left and says so', async () => {
    expect(await run(fixture('left-behind.yaml'), ...inSandbox)).toBe(0)
    expect(server.runs).toMatchObject([{ fault: 'container.pause', target: 'api', state: 'reverted' }])
    expect(said.join('\n')).toContain('The dojo has lifted it.')
    expect(journal().extensions).toMatchObject([{ name: 'noops', faults: [{ endedBy: 'dojo' }] }])
  })

  it('ends with 1 when the experiment did not complete or deviated', async () => {
    const probe = { ...aProcess, type: 'probe', tolerance: 7 }
    const file = write({ 'steady-state-hypothesis': { title: 's', probes: [probe] } })
    expect(await run(file, ...inSandbox, '--hypothesis-strategy', 'after-method-only')).toBe(1)
    expect(journal()).toMatchObject({ status: 'completed', deviated: true })
  })

  it('ends with 1 and without a journal for what is not valid', async () => {
    expect(await run(write({ title: '' }), ...inSandbox)).toBe(1)
    expect(await run(join(folder, 'nothing.json'), ...inSandbox)).toBe(1)
    expect(existsSync(journalPath())).toBe(false)
    expect(said.join('\n')).toMatch(/experiment\.json:1:\d+: experiment requires a title/)
  })

  it('ends with 2 for a bad option, before anything else', async () => {
    const file = write({})
    const bad = [
      ['--dry', 'everything'],
      ['--hypothesis-strategy', 'skip'],
      ['--rollback-strategy', 'sometimes'],
      ['--hypothesis-frequency', 'often'],
      ['--var', 'n:int=abc'],
      ['--var', 'n'],
      ['--var-file', join(folder, 'nothing.json')],
      ['--control-file', join(folder, 'nothing.json')],
      ['--nonsense'],
    ]
    for (const flags of bad) expect(await run(file, ...flags), flags.join(' ')).toBe(2)
    expect(await dojo('bogus')).toBe(2)
    expect(server.commands).toEqual([])
  })

  it('tells what it did not understand of a Chaos Mesh file, and plays the rest', async () => {
    const file = join(folder, 'mesh.yaml')
    writeFileSync(
      file,
      'apiVersion: chaos-mesh.org/v1alpha1\nkind: PodChaos\nmetadata: { name: kill }\n' +
        'spec: { action: pod-kill, mode: all, selector: { labelSelectors: { app: web } } }\n',
    )
    expect(await run(file, ...inSandbox)).toBe(0)
    expect(server.runs).toMatchObject([{ fault: 'container.crash', target: 'web' }])
    expect(
      said.join('\n').match(/NOT UNDERSTOOD, and not done \(1\):\n {2}! PodChaos kill: spec\.mode/g),
    ).toHaveLength(2)
  })
})

describe('dojo chaos validate', () => {
  it('gives 0 for an experiment that chaoslib would accept, and 1 with the place for another', async () => {
    expect(await validateChaos(fixture('crash-heals.yaml'))).toBe(0)
    expect(await validateChaos(fixture('wrong-rollback.json'))).toBe(0)
    expect(await validateChaos(write({ method: [{ type: 'action' }] }))).toBe(1)
    expect(said.at(-1)).toMatch(/experiment\.json:1:\d+: an activity must have a name/)
  })
})

describe('dojo chaos discover', () => {
  it('writes every fault of the registry as a function, and ends with 0 even when there is nothing', () => {
    const path = join(folder, 'discovery.json')
    expect(discoverChaos('noops', path)).toBe(0)
    const { activities } = JSON.parse(readFileSync(path, 'utf8')) as { activities: { name: string }[] }
    expect(activities.map(({ name }) => name)).toContain('container_crash')
    rmSync(path)
    expect(discoverChaos('nothing', path)).toBe(0)
    expect(existsSync(path)).toBe(false)
  })
})
