import { DojoError } from '@noops-dojo/contracts'
import { describe, expect, it } from 'vitest'
import { aLab, FakeLabCatalog } from '../../testing/a-lab.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { FakeClock } from '../../testing/fakes/fake-clock.ts'
import { MemorySandboxStore } from '../../testing/stores/memory-sandbox-store.ts'
import type { SandboxEngine } from '../../domain/ports/index.ts'
import { FindLab } from './find-lab.ts'
import { ReadLabReadiness } from './lab-readiness.ts'
import { ListLabs } from './list-labs.ts'
import { ReadLab } from './read-lab.ts'

const lab = aLab({ id: 'first', spec: { images: ['shop-web:1.0'] } })

/** What the use cases ask of the engine, and how often. */
const engineWith = (missingImages: (names: readonly string[]) => Promise<string[]>) => {
  const asked: string[][] = []
  const engine = {
    missingImages: async (names: readonly string[]) => {
      asked.push([...names])
      return missingImages(names)
    },
  } as unknown as SandboxEngine
  return { engine, asked }
}

const setUp = (missingImages = async (): Promise<string[]> => []) => {
  const catalog = new FakeLabCatalog(lab, aLab({ id: 'second' }))
  const sandboxes = new MemorySandboxStore()
  const clock = new FakeClock()
  const { engine, asked } = engineWith(missingImages)
  const readiness = new ReadLabReadiness(sandboxes, engine, clock)
  return {
    catalog,
    sandboxes,
    clock,
    asked,
    list: new ListLabs(catalog, readiness),
    read: new ReadLab(catalog, new FindLab(catalog), readiness),
  }
}

describe('ListLabs', () => {
  it('counts only warm, ready sandboxes of the lab as it is now', async () => {
    const { sandboxes, list } = setUp()
    const warm = { labId: 'first', labDigest: lab.digest, claim: 'warm', learnerId: null } as const
    await sandboxes.insert(aSandbox({ ...warm, id: 'sandbox001' }))
    await sandboxes.insert(aSandbox({ ...warm, id: 'sandbox002', labDigest: 'of yesterday' }))
    await sandboxes.insert(aSandbox({ ...warm, id: 'sandbox003', state: 'provisioning' }))
    await sandboxes.insert(aSandbox({ ...warm, id: 'sandbox004', claim: 'claimed' }))
    expect((await list.execute()).map(({ id, pool }) => [id, pool])).toEqual([
      ['first', 1],
      ['second', 0],
    ])
  })

  it('shows a lab as being prepared while an image is missing, and asks the engine only now and then', async () => {
    const { list, asked, clock } = setUp(async () => ['shop-web:1.0'])
    expect((await list.execute()).map(({ status }) => status)).toEqual(['preparing', 'ready'])
    await list.execute()
    expect(asked).toEqual([['shop-web:1.0']])
    await clock.advance(5_000)
    await list.execute()
    expect(asked).toHaveLength(2)
  })

  it('shows every lab as being prepared while there is no workstation', async () => {
    const { list } = setUp(async () => ['workstation'])
    expect((await list.execute()).map(({ status }) => status)).toEqual(['preparing', 'preparing'])
  })

  it('has a catalogue although the engine is away', async () => {
    const { list } = setUp(() => Promise.reject(new DojoError('ENGINE_AWAY', 'away')))
    expect((await list.execute()).map(({ status }) => status)).toEqual(['ready', 'ready'])
  })

  it('lists broken labs with their problems', async () => {
    const { catalog, list } = setUp()
    const problem = { file: 'lab.yaml', line: 5, column: 3, rule: 'value', message: 'Odd.' }
    catalog.problems.push({ labId: 'odd', folder: '/labs/test/03-odd', problems: [problem] })
    expect((await list.execute()).at(-1)).toMatchObject({
      id: 'odd',
      status: 'broken',
      problem: 'lab.yaml:5:3: Odd. [value]',
    })
  })
})

describe('ReadLab', () => {
  it('gives the lab', async () => {
    const { read } = setUp()
    expect(await read.execute('first')).toMatchObject({ id: 'first', taskList: [{ id: 'running' }] })
  })

  it('says that a lab is unknown, or broken with its problems', async () => {
    const { catalog, read } = setUp()
    const problem = { file: 'lab.yaml', line: 5, column: 3, rule: 'value', message: 'Odd.' }
    catalog.problems.push({ labId: 'odd', folder: '/labs/test/03-odd', problems: [problem] })
    await expect(read.execute('none')).rejects.toMatchObject({ code: 'LAB_NOT_FOUND' })
    await expect(read.execute('odd')).rejects.toMatchObject({
      code: 'LAB_INVALID',
      detail: { problems: [problem] },
    })
  })
})
