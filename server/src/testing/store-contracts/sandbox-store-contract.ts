import { describe, expect, it } from 'vitest'
import type { DecidedOn, SandboxStore } from '../../domain/ports/store/sandbox-store.ts'
import type { Sandbox } from '../../domain/sandbox/sandbox.ts'
import { aSandbox } from '../a-sandbox.ts'
import { fresh } from './fresh.ts'

const warm = (labId: string, createdAt: number) =>
  aSandbox({
    id: fresh(),
    labId,
    claim: 'warm',
    owner: 'pool',
    learnerId: null,
    classroomId: null,
    createdAt,
  })
const unique = (sandbox: ReturnType<typeof aSandbox>) => ({ ...sandbox, previewToken: `token-${sandbox.id}` })

/** What every sandbox store does. */
export const sandboxStoreContract = (open: () => SandboxStore): void => {
  describe('the sandbox store', () => {
    it('gives back what was inserted, by id and by preview token', async () => {
      const sandbox = unique(aSandbox({ id: fresh(), failure: 'image is missing', previews: ['web:8080'] }))
      await open().insert(sandbox)
      expect(await open().find(sandbox.id)).toEqual(sandbox)
      expect(await open().findByPreviewToken(sandbox.previewToken)).toEqual(sandbox)
      expect(await open().find('nobody0000')).toBeUndefined()
      expect(await open().findByPreviewToken('nothing')).toBeUndefined()
    })

    it('changes a sandbox only while it is in an expected state', async () => {
      const sandbox = unique(aSandbox({ id: fresh(), state: 'ready' }))
      await open().insert(sandbox)
      expect(await open().change(sandbox.id, ['requested'], { state: 'gone' })).toBeUndefined()
      const changed = await open().change(sandbox.id, ['ready', 'expiring'], {
        state: 'terminating',
        endsAt: null,
      })
      expect(changed).toEqual({ ...sandbox, state: 'terminating', endsAt: null })
      expect(await open().find(sandbox.id)).toEqual(changed)
      expect(await open().change('nobody0000', 'any', { state: 'gone' })).toBeUndefined()
    })

    it('changes nothing that was decided on what the row does not say any more', async () => {
      const sandbox = unique(aSandbox({ id: fresh(), claim: 'warm', endsAt: 5_000, lastActiveAt: null }))
      await open().insert(sandbox)
      const end = (decidedOn: DecidedOn) =>
        open().change(sandbox.id, ['ready'], { state: 'terminating' }, decidedOn)
      expect(await end({ claim: 'claimed' })).toBeUndefined()
      expect(await end({ claim: 'warm', endsAt: 4_000 })).toBeUndefined()
      expect(await end({ endsAt: null })).toBeUndefined()
      expect(await end({ endsAt: 5_000, lastActiveAt: 7 })).toBeUndefined()
      expect(await open().find(sandbox.id)).toEqual(sandbox)
      const changed = await end({ claim: 'warm', endsAt: 5_000, lastActiveAt: null })
      expect(changed).toMatchObject({ state: 'terminating' })
    })

    it('leaves members alone that a change does not name', async () => {
      const sandbox = unique(aSandbox({ id: fresh() }))
      await open().insert(sandbox)
      const changed = await open().change(sandbox.id, 'any', { failure: undefined, extensionsUsed: 2 })
      expect(changed).toEqual({ ...sandbox, extensionsUsed: 2 })
    })

    it('lets exactly one of many movers through a state', async () => {
      const sandbox = unique(aSandbox({ id: fresh(), state: 'requested' }))
      await open().insert(sandbox)
      const moves = Array.from({ length: 8 }, () =>
        open().change(sandbox.id, ['requested'], { state: 'provisioning' }),
      )
      expect((await Promise.all(moves)).filter((moved) => moved !== undefined)).toHaveLength(1)
    })

    it('gives each warm sandbox to one claimer, oldest first, and none of another lab, digest or state', async () => {
      const labId = `lab-${fresh()}`
      const pool = [warm(labId, 2), warm(labId, 1), warm(labId, 3)].map(unique)
      for (const sandbox of pool) await open().insert(sandbox)
      await open().insert(unique({ ...warm(labId, 0), labDigest: 'older' }))
      await open().insert(unique({ ...warm(labId, 0), state: 'provisioning' }))
      const first = await open().claimWarm(labId, 'digest', ({ seed }) => ({
        ...{ learnerId: 'l0', owner: 'learner', params: { seed } },
      }))
      expect(first).toMatchObject({
        ...{ id: pool[1]?.id, claim: 'claimed', learnerId: 'l0', params: { seed: pool[1]?.seed } },
      })
      const claims = Array.from({ length: 6 }, (_, n) =>
        open().claimWarm(labId, 'digest', () => ({ learnerId: `l${n}` })),
      )
      const claimed = (await Promise.all(claims)).filter((sandbox) => sandbox !== undefined)
      expect(new Set(claimed.map(({ id }) => id)).size).toBe(claimed.length)
      while ((await open().claimWarm(labId, 'digest', () => ({ learnerId: 'last' }))) !== undefined);
      expect((await open().find(pool[2]?.id as string))?.claim).toBe('claimed')
    })

    it('lists by learner newest first, and live ones without those that are gone', async () => {
      const [learnerId, classroomId] = [fresh(), fresh()]
      const own = [1, 2, 3].map((createdAt) =>
        unique(aSandbox({ id: fresh(), learnerId, classroomId, createdAt })),
      )
      for (const sandbox of own) await open().insert(sandbox)
      const [a, b, c] = own.map(({ id }) => id) as [string, string, string]
      await open().change(b, 'any', { state: 'gone', goneAt: 9 })
      await open().change(c, 'any', { state: 'failed' })
      expect((await open().listOfLearner(learnerId)).map(({ id }) => id)).toEqual([c, b, a])
      const live = (await open().listLive()).filter((sandbox) => sandbox.learnerId === learnerId)
      expect(live.map(({ id }) => id)).toEqual([a, c])
      await open().change(c, 'any', { goneAt: 10 })
      expect((await open().listLive()).some(({ id }) => id === c)).toBe(false)
    })

    it('tells where the learners of a class are: in what is live, else in their newest', async () => {
      const [classroomId, aoi, ken] = [fresh(), fresh(), fresh()]
      const add = async (learnerId: string | null, createdAt: number, over: Partial<Sandbox> = {}) => {
        const sandbox = unique(aSandbox({ id: fresh(), learnerId, classroomId, createdAt, ...over }))
        await open().insert(sandbox)
        return sandbox
      }
      const over = { state: 'gone', goneAt: 9 } as const
      await add(aoi, 1, over)
      const first = await add(aoi, 2)
      const failed = await add(aoi, 3, { state: 'failed' })
      await add(aoi, 4, { state: 'failed', goneAt: 9 })
      const newest = await add(aoi, 5, over)
      await add(ken, 6, over)
      const last = await add(ken, 7, over)
      await add(aoi, 8, { classroomId: fresh() })
      expect(await open().listPlacesOfClassroom(classroomId)).toEqual([last, newest, failed, first])
      expect(await open().listPlacesOfClassroom(fresh())).toEqual([])
    })

    it('tells who of a class started a lab since, or is in it', async () => {
      const [classroomId, labId] = [fresh(), `lab-${fresh()}`]
      const add = async (learnerId: string, over: Partial<Sandbox>) =>
        open().insert(unique(aSandbox({ id: fresh(), labId, learnerId, classroomId, ...over })))
      const over = { state: 'gone', goneAt: 9 } as const
      await add('in-it', { createdAt: 1, claimedAt: 1 })
      await add('was-in-it', { createdAt: 1, claimedAt: 1, ...over })
      await add('claimed', { createdAt: 1, claimedAt: 5, ...over })
      await add('made', { createdAt: 5, claimedAt: null, ...over })
      await add('failed', { createdAt: 1, claimedAt: null, state: 'failed' })
      await add('other-lab', { createdAt: 5, claimedAt: 5, labId: 'other' })
      await add('other-class', { createdAt: 5, claimedAt: 5, classroomId: fresh() })
      const starts = await open().listStartsOfClassroom(classroomId, labId, 5)
      expect(starts.map(({ learnerId }) => learnerId).toSorted()).toEqual(['claimed', 'in-it', 'made'])
      expect(starts).toContainEqual({
        ...{ labId, state: 'gone', learnerId: 'made' },
        createdAt: 5,
        claimedAt: null,
      })
    })
  })
}
