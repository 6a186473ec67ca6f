import { expect, it } from 'vitest'
import { aLab } from '../../testing/a-lab.ts'
import { aSandbox } from '../../testing/a-sandbox.ts'
import { SandboxWorld } from '../../testing/worlds/sandbox-world.ts'

it('takes the place of the warm sandbox whose loss costs least', async () => {
  const lab = aLab()
  const world = new SandboxWorld(lab)
  const server = world.server({ isPoolOn: false, maxSandboxes: 4 })
  const spares = [
    ['halfdone', lab.id, 'provisioning'],
    ['asked', lab.id, 'requested'],
    ['readyother', 'other', 'ready'],
    ['newother', 'other', 'provisioning'],
  ] as const
  const pooled = { owner: 'pool', learnerId: null, claim: 'warm' } as const
  for (const [at, [id, labId, state]] of spares.entries())
    await world.sandboxes.insert(aSandbox({ id, labId, state, ...pooled, previewToken: id, createdAt: at }))
  const given: string[] = []
  for (const learnerId of ['a', 'b', 'c', 'd']) {
    await server.start.execute({ labId: lab.id, owner: 'learner', learnerId, classroomId: null })
    for (const [id] of spares)
      if ((await world.row(id)).state === 'terminating' && !given.includes(id)) given.push(id)
  }
  expect(given).toEqual(['asked', 'newother', 'readyother', 'halfdone'])
})
