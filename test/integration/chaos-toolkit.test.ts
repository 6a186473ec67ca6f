// Chaos Toolkit experiments against a real dojo: a real fault, a real journal, and no fault that stays.
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createClient, verdict, type Client } from '@noops-dojo/contracts'
import type { Journal } from '../../chaos-toolkit/src/journal/journal.ts'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { launchDojo, type LaunchedDojo } from '../fixtures/launched-dojo.ts'

const root = join(import.meta.dirname, '../..')
const crash = join(root, 'chaos-toolkit/fixtures/crash-heals.yaml')
const fixture = (name: string): string => join(root, 'chaos-toolkit/fixtures', name)

let dojo: LaunchedDojo
let folder: string
let call: Client
let sandboxId: string

const startSandbox = async (): Promise<string> => {
  const { id } = await call('startSandbox', { body: { labId: 'survive-a-crash', seed: 'chaos', cold: true } })
  for (;;) {
    const { state, failure } = await call('readSandbox', { params: { sandboxId: id } })
    if (state === 'ready') return id
    if (state === 'failed') throw new Error(`the sandbox failed: ${failure}`)
    await sleep(500)
  }
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'dojo-chaos-'))
  dojo = await launchDojo({ DOJO_POOL: 'off' })
  call = createClient({ origin: dojo.origin, headers: { authorization: `Bearer ${dojo.graderToken}` } })
  sandboxId = await startSandbox()
}, 900_000)
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await dojo?.stop()
}, 300_000)

interface ChaosRun {
  readonly code: number | null
  readonly output: string
  readonly journal: Journal | null
}

const chaos = async (file: string, ...flags: string[]): Promise<ChaosRun> => {
  const journal = join(folder, 'journal.json')
  rmSync(journal, { force: true })
  const argv = ['cli/src/main.ts', 'chaos', 'run', file, '--journal-path', journal]
  const place = ['--server', dojo.origin, '--token', dojo.graderToken, '--sandbox', sandboxId]
  const child = spawn(process.execPath, [...argv, ...place, ...flags], {
    cwd: root,
    stdio: 'pipe',
    // Long enough for Swarm’s delay of five seconds, far too short for the five minutes that the lab gives web.
    env: { ...process.env, CRASH_WAIT: '25' },
  })
  let output = ''
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => (output += text))
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve))
  const read = existsSync(journal) ? (JSON.parse(readFileSync(journal, 'utf8')) as Journal) : null
  return { code, output, journal: read }
}

const openFaults = async () =>
  (await call('readSandbox', { params: { sandboxId } })).faultRuns.filter(
    ({ state }) => !['reverted', 'moot', 'failed'].includes(state),
  )

describe('dojo chaos run against a sandbox', () => {
  // First: on a busy machine Swarm may take web away for its health check, and then it stays away.
  it('finds the weakness of the lab: web does not come back in time, exit code 1', async () => {
    const { code, output, journal } = await chaos(crash)
    expect(code, output).toBe(1)
    expect(journal).toMatchObject({ status: 'completed', deviated: true })
    expect(journal?.steady_states.after?.probes.at(-1)).toMatchObject({ output: 0, tolerance_met: false })
  })

  it('lifts the fault that a wrong rollback leaves behind, and tells its author', async () => {
    const { code, output, journal } = await chaos(fixture('left-behind.yaml'))
    expect(code, output).toBe(0)
    expect(journal?.rollbacks.map(({ status, output: lifted }) => [status, lifted])).toEqual([
      ['succeeded', 0],
    ])
    expect(journal?.extensions?.[0]).toMatchObject({
      faults: [{ fault: 'container.pause', endedBy: 'dojo', state: 'reverted' }],
      findings: [
        expect.stringContaining('there is no active fault to lift'),
        expect.stringContaining('its rollbacks were played and did not end it'),
      ],
    })
    expect(output).toContain('The dojo has lifted it.')
    expect(await openFaults()).toEqual([])
  })

  it('runs processes in the judge, never on the host', async () => {
    const experiment = join(folder, 'where.json')
    const host = join(folder, 'on-the-host')
    writeFileSync(
      experiment,
      JSON.stringify({
        title: 'Where am I?',
        description: 'A file that is written shows where.',
        method: [
          {
            type: 'action',
            name: 'write',
            provider: {
              type: 'process',
              path: 'sh',
              arguments: ['-c', `mkdir -p ${folder}; touch ${host}; id -un`],
            },
          },
        ],
      }),
    )
    const { code, output, journal } = await chaos(experiment)
    expect(code, output).toBe(0)
    expect(journal?.run[0]?.output).toMatchObject({ status: 0 })
    expect(existsSync(host)).toBe(false)
  })

  it('plays a crash that heals, probes from the judge, and adds its own verdict', async () => {
    const { code, output, journal } = await chaos(crash, '--var', 'service=api', '--var', 'port:int=8081')
    expect(code, output).toBe(0)
    expect(journal).toMatchObject({ status: 'completed', deviated: false })
    expect(journal?.experiment.title).toBe('A crash of api heals by itself')
    expect(journal?.steady_states.before?.probes.map(({ tolerance_met }) => tolerance_met)).toEqual([
      true,
      true,
      true,
    ])
    expect(journal?.run.map(({ activity, status }) => [activity.name, status])).toEqual([
      ['kill-a-task', 'succeeded'],
      ['it-has-a-task', 'succeeded'],
    ])
    const [extension] = journal?.extensions ?? []
    expect(extension).toMatchObject({
      name: 'noops',
      faults: [{ fault: 'container.crash', target: 'api', state: 'reverted', endedBy: 'itself' }],
      findings: [],
    })
    // Our verdict is a verdict of the contract, whatever it says.
    expect(verdict.parse(extension?.verdict)).toMatchObject({ injections: [{ fault: 'container.crash' }] })
  })
})
