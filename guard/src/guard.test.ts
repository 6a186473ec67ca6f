import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { corpusPolicy, ownId } from './corpus/fixtures.ts'
import { StubbedGuard } from './corpus/stubbed-guard.ts'

let stubbed: StubbedGuard
beforeEach(async () => {
  stubbed = await StubbedGuard.start()
})
afterEach(() => stubbed.stop())

const phase = () => stubbed.guard.sandbox(ownId)?.policy.phase
const files = () => readdirSync(join(stubbed.folder, 'policies'))
const storedPhase = () =>
  (JSON.parse(readFileSync(join(stubbed.folder, 'policies', `${ownId}.json`), 'utf8')) as { phase: string })
    .phase
const gone = { status: 404 }
const fenced = { status: 409 }

describe('a fence', () => {
  it('is not lifted by who opens the sandbox too late', async () => {
    await stubbed.guard.setPhase(ownId, 'fenced')
    await expect(stubbed.guard.setPhase(ownId, 'open')).rejects.toMatchObject(fenced)
    await expect(stubbed.guard.setPhase(ownId, 'setup')).rejects.toMatchObject(fenced)
    expect([phase(), storedPhase()]).toEqual(['fenced', 'fenced'])
  })

  it('falls also while another phase is being written, and stays', async () => {
    const opening = stubbed.guard.setPhase(ownId, 'open').catch(() => undefined)
    const fencing = stubbed.guard.setPhase(ownId, 'fenced')
    expect(phase()).toBe('fenced')
    await Promise.all([opening, fencing])
    expect([phase(), storedPhase()]).toEqual(['fenced', 'fenced'])
  })

  it('may be raised again and again', async () => {
    await stubbed.guard.setPhase(ownId, 'fenced')
    await stubbed.guard.setPhase(ownId, 'fenced')
    expect(phase()).toBe('fenced')
  })

  it('is kept by a policy that comes late', async () => {
    await stubbed.guard.setPhase(ownId, 'fenced')
    await stubbed.guard.put(corpusPolicy(stubbed.folder, 'open'))
    expect([phase(), storedPhase()]).toEqual(['fenced', 'fenced'])
  })

  it('is never open for a moment while a late policy is written', async () => {
    const putting = stubbed.guard.put(corpusPolicy(stubbed.folder, 'open'))
    await new Promise((resolve) => setImmediate(resolve))
    const fencing = stubbed.guard.setPhase(ownId, 'fenced')
    await putting
    expect(phase()).toBe('fenced')
    await fencing
    expect(storedPhase()).toBe('fenced')
  })

  it('goes with the sandbox', async () => {
    await stubbed.guard.setPhase(ownId, 'fenced')
    await stubbed.guard.remove(ownId)
    await stubbed.guard.put(corpusPolicy(stubbed.folder, 'open'))
    expect(phase()).toBe('open')
  })
})

describe('a sandbox whose socket cannot be opened', () => {
  it('is not listed as open, and is opened when it is asked for again', async () => {
    await stubbed.guard.remove(ownId)
    const policy = corpusPolicy(stubbed.folder, 'open')
    // A file where the judge's folder belongs.
    rmSync(policy.sockets.judge, { recursive: true, force: true })
    writeFileSync(policy.sockets.judge, '')
    await expect(stubbed.guard.put(policy)).rejects.toThrow(/EEXIST|ENOTDIR/)
    expect(stubbed.guard.ids).toEqual([])
    expect(existsSync(join(policy.sockets.learner, 'docker.sock'))).toBe(false)
    rmSync(policy.sockets.judge)
    await stubbed.guard.put(policy)
    expect(stubbed.guard.ids).toEqual([ownId])
    expect(existsSync(join(policy.sockets.judge, 'docker.sock'))).toBe(true)
  })
})

describe('the phase of a sandbox that is removed meanwhile', () => {
  it('is not written back', async () => {
    const removing = stubbed.guard.remove(ownId)
    await expect(stubbed.guard.setPhase(ownId, 'open')).rejects.toMatchObject(gone)
    await removing
    expect(files()).toEqual([])
  })

  it.each(['open', 'fenced'] as const)(
    'is not written back when it was asked for before (%s)',
    async (wanted) => {
      const setting = stubbed.guard.setPhase(ownId, wanted).catch(() => undefined)
      await stubbed.guard.remove(ownId)
      await setting
      expect(files()).toEqual([])
    },
  )
})
