import { sandboxView as schema } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { aLab } from '../../testing/a-lab.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import type { LedgerEntry } from '../ports/store/fault-ledger.ts'
import { guardPolicy } from './guard-policy.ts'
import { sandboxProbes } from './lab/sandbox-probes.ts'
import { sandboxView } from './sandbox-view.ts'

const lab = aLab({
  spec: {
    params: { PORT: { int: [1, 9] }, VICTIM: { pick: ['web'], secret: true } },
    tabs: [{ terminal: 'main' }, { preview: 'web:8080', title: 'Shop' }, { terminal: 'logs' }],
    images: ['shop-web:1.0'],
    probes: { shop: { http: 'http://web:8080/${VICTIM}/${PORT}' } },
  },
})
const sandbox = aSandbox({
  params: { PORT: 5, VICTIM: 'web' },
  previews: ['web:8080', 'api:8081'],
  extensionsUsed: 1,
})
const entry: LedgerEntry = {
  ...{ id: 'f1', sandboxId: sandbox.id, labFault: 'crash', fault: 'container.crash', target: 'web' },
  ...{ state: 'planned', plannedAt: 1, effectiveAt: null, endedAt: null, detail: null, attemptId: 'a1' },
  ...{ params: { secret: 1 }, inverse: {}, fingerprint: null, deadlineAt: 5 },
}
const view = (over: Partial<Parameters<typeof sandboxView>[1]> = {}) =>
  sandboxView(sandbox, {
    lab,
    tasks: [],
    score: { earned: 0, max: 0, passed: false },
    faults: [],
    lastSeq: 7,
    ...over,
  })

describe('the view of a sandbox', () => {
  it('is what the contract says, and holds neither the seed nor secret parameters', () => {
    expect(schema.parse(view())).toEqual(view())
    expect(JSON.stringify(view())).not.toContain('VICTIM')
    expect(JSON.stringify(view())).not.toContain('"seed"')
    expect(view()).toMatchObject({ params: { PORT: 5 }, extensionsLeft: 2, terminals: ['main', 'logs'] })
  })

  it('says when a sandbox from the pool got its owner, which may be long after it was ready', () => {
    const { readyAt } = sandbox
    const claimedAt = Number(readyAt) + 119_000
    const parts = { lab, tasks: [], score: { earned: 0, max: 0, passed: false }, faults: [], lastSeq: 7 }
    expect(sandboxView({ ...sandbox, claimedAt }, parts)).toMatchObject({ readyAt, claimedAt })
  })

  it('lists the previews that the lab declares and those that the guard saw, each once', () => {
    expect(view().previews).toEqual([
      { target: 'web:8080', title: 'Shop', url: `/preview/${sandbox.previewToken}/web:8080/` },
      { target: 'api:8081', title: 'api:8081', url: `/preview/${sandbox.previewToken}/api:8081/` },
    ])
  })

  it('keeps a fault sealed that an attempt has planned, and shows it once it is injected', () => {
    expect(view({ faults: [entry] }).faultRuns).toEqual([])
    expect(view({ faults: [{ ...entry, state: 'effective' }] }).faultRuns).toHaveLength(1)
    expect(view({ faults: [{ ...entry, attemptId: null }] }).faultRuns).toHaveLength(1)
    expect(JSON.stringify(view({ faults: [{ ...entry, state: 'effective' }] }))).not.toContain('inverse')
  })

  it('says of a fault that is active when it ends by itself', () => {
    const pause = { ...entry, fault: 'container.pause', params: { for: '20s' } }
    const faults: LedgerEntry[] = [{ ...pause, state: 'effective', effectiveAt: 1_000 }]
    expect(view({ faults }).faultRuns).toMatchObject([{ endsAt: 21_000 }])
  })

  it('stays readable when the lab is not there any more', () => {
    expect(schema.safeParse(view({ lab: undefined })).success).toBe(true)
  })
})

describe('what is derived from a lab', () => {
  it('asks the gateway to probe engine names', () => {
    expect(sandboxProbes(sandbox, lab)).toEqual([
      {
        sandboxId: sandbox.id,
        name: 'shop',
        url: `http://s${sandbox.id}-web:8080/web/5`,
        ...{ expectStatus: 200, everyMs: 100, timeoutMs: 1000 },
      },
    ])
  })

  it('gives the guard limits that fit into each other', () => {
    const place = { instance: 'dojo', sockets: { learner: '/l', judge: '/j' }, phase: 'setup' as const }
    const policy = guardPolicy(sandbox, lab, place)
    expect(policy.catalogue).toEqual([{ name: 'shop-web:1.0', image: 'noops-dojo/shop-web:1.0' }])
    expect(policy.limits.memoryBytes).toBe(1024 ** 3)
    expect(policy.limits.containerMemoryBytes).toBe(128 * 1024 ** 2)
    expect(policy.capabilities).not.toContain('NET_RAW')
    const tiny = guardPolicy(sandbox, aLab({ spec: { limits: { memory: '32Mi' } } }), place)
    expect(tiny.limits.containerMemoryBytes).toBe(32 * 1024 ** 2)
  })
})
