import { rmSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Fault } from '../../../server/src/domain/fault/fault.ts'
import { faults } from '../../../server/src/domain/fault/registry.ts'
import type { LedgerEntry } from '../../../server/src/domain/ports/index.ts'
import { isFinal } from '../../../server/src/domain/fault/open-faults.ts'
import { crashOrder, writeFaultCrashLab } from './crash-lab.ts'
import { FaultCrashStage } from './crash-stage.ts'
import { seededRandom } from '../seeded-random.ts'

const seed = Number(process.env['CRASH_SEED'] ?? 20_261_125)
const sandboxCount = Number(process.env['CRASH_SANDBOXES'] ?? 8)
/** Regular expression of names, to try one again: CRASH_FAULTS=network */
const wanted = new RegExp(process.env['CRASH_FAULTS'] ?? '')
/** Within this after the first injections, server, guard and gateway die, each at a moment of its own. */
const killWithinMs = 4_000
const helperSweeps = 3
/** A helper that was killed is started again by the engine, and undoing takes helpers too: this long after the deadline. */
const marginMs = 30_000
/** A fault that was over when the server died (its helper was killed first) is ordered again, this often. */
const turns = 8

const lasting = faults.filter(({ lift, name }) => lift !== 'nothing' && wanted.test(name))

describe(`every fault that lasts, when everything is killed (seed ${seed})`, () => {
  const labs = writeFaultCrashLab()
  const stage = new FaultCrashStage(labs)
  const random = seededRandom(seed)
  let sandboxes: string[] = []
  const stateAtDeath = new Map<string, string[]>()

  beforeAll(async () => {
    await stage.open()
    sandboxes = await stage.sandboxes(sandboxCount)
  }, 600_000)
  afterAll(async () => {
    await stage.close()
    rmSync(labs, { recursive: true, force: true })
  }, 300_000)

  it.each(lasting.map((fault) => [fault.name, fault] as const))('knows how to aim %s', (_name, fault) => {
    expect(crashOrder(fault).target).toMatch(fault.targetKind === 'sandbox' ? /^$/ : /^(web|plain)$/)
  })

  /** Kills server, guard, gateway and helpers, each at its own random moment. Resolves when all of it is done. */
  const killEverything = async (): Promise<LedgerEntry[]> => {
    const moment = () => sleep(random() * killWithinMs)
    let rows: LedgerEntry[] = []
    const server = moment()
      .then(() => stage.kill())
      .then(async () => (rows = await stage.ledger()))
    const sweeps = Array.from({ length: helperSweeps }, () =>
      sleep(random() * 1.5 * killWithinMs).then(() => stage.killHelpers(random, 0.4)),
    )
    await Promise.all([
      ...[server, moment().then(() => stage.killGuard()), moment().then(() => stage.killGateway())],
      ...sweeps,
    ])
    return rows
  }

  /** With the server dead: every open fault ends by its deadline and the margin. */
  const endsAlone = async (entry: LedgerEntry): Promise<void> => {
    const giveUpAt = entry.deadlineAt + marginMs
    await sleep(Math.max(0, entry.deadlineAt - Date.now()))
    for (;;) {
      const { isEnded, now } = await stage.isEnded(entry)
      if (isEnded) return
      if (Date.now() > giveUpAt)
        throw new Error(`${entry.fault} did not end by itself; before: ${entry.fingerprint}; now: ${now}`)
      await sleep(500)
    }
  }

  const isAttested = async (entry: LedgerEntry): Promise<void> => {
    const row = (await stage.ledger()).find(({ id }) => id === entry.id)
    expect(['reverted', 'moot', 'failed'], `${entry.fault}: ${row?.detail}`).toContain(row?.state)
    expect(await stage.isEnded(entry), entry.fault).toMatchObject({ isEnded: true })
    expect(await stage.helpersOf(entry.id), entry.fault).toEqual([])
  }

  /** One fault in each sandbox, all killed together; gives those that were under way when the server died. */
  const round = async (batch: readonly Fault[]): Promise<string[]> => {
    const runs = await Promise.all(batch.map((fault, index) => stage.order(sandboxes[index] ?? '', fault)))
    const ids = new Set(runs.map((run) => run?.id))
    const rows = (await killEverything()).filter(({ id }) => ids.has(id))
    expect(rows.map(({ fault }) => fault).sort()).toEqual(batch.map(({ name }) => name).sort())
    for (const { fault, state } of rows) stateAtDeath.set(fault, [...(stateAtDeath.get(fault) ?? []), state])
    const open = rows.filter((row) => !isFinal(row))
    await Promise.all(open.map(endsAlone))
    await stage.startGuard()
    await stage.start()
    await expect
      .poll(async () => (await stage.ledger()).filter((row) => !isFinal(row)), { timeout: 90_000 })
      .toEqual([])
    await Promise.all(rows.map(isAttested))
    await Promise.all(sandboxes.map((id) => stage.targetsRun(id)))
    return open.map(({ fault }) => fault)
  }

  it(
    'ends by itself, and leaves its target as it was and nothing behind',
    { timeout: 1_200_000, retry: 0 },
    async () => {
      const left = [...lasting]
      for (let turn = 1; turn <= turns && left.length > 0; turn += 1) {
        const queue = left.splice(0)
        while (queue.length > 0) {
          const batch = queue.splice(0, sandboxCount)
          const tried = await round(batch)
          left.push(...batch.filter(({ name }) => !tried.includes(name)))
        }
      }
      console.log(`seed ${seed}:`, Object.fromEntries(stateAtDeath))
      expect(left.map(({ name }) => `${name}: ${stateAtDeath.get(name)?.join(', ')}`)).toEqual([])
    },
  )
})
