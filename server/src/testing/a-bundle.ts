import { BundleSandbox } from '../use-cases/evidence/bundle-sandbox.ts'
import { FakeLabCatalog } from './a-lab.ts'
import { attemptWorld } from './worlds/attempt-world.ts'
import { FakeEvidenceSigner } from './fakes/fake-evidence-signer.ts'
import { FakeSandboxTopology } from './fakes/fake-sandbox-topology.ts'

const read = async (pieces: AsyncIterable<string>): Promise<string> => {
  let text = ''
  for await (const piece of pieces) text += piece
  return text
}

/** The bundle of a sandbox in which one attempt ran to its verdict and a second one is under way, and its world. */
export const aBundle = async (signer = new FakeEvidenceSigner()) => {
  const world = await attemptWorld()
  world.engine.add('web')
  world.engine.onFault = (what) => {
    const at = world.clock.now()
    if (what === 'kill') world.gateway.outages.push([at, at + 800])
    if (what === 'kill') world.engine.add('web')
  }
  const touch = { sandboxId: world.sandbox.id, kind: 'touch.engine', actor: 'learner' } as const
  await world.events.append([
    { ...touch, at: world.clock.now(), data: { action: 'service.create', object: '日本' } },
  ])
  // Hands count from the start of an attempt, its very millisecond included.
  await world.clock.advance(1_000)
  const { id: attemptId } = await world.server.start.execute(world.sandbox.id, 'survive')
  await world.clock.advance(120_000)
  await world.server.start.settle()
  await world.server.start.execute(world.sandbox.id, 'survive')
  const topology = new FakeSandboxTopology()
  topology.digests['workstation'] = `sha256:${'5'.repeat(64)}`
  const bundler = new BundleSandbox(
    ...([world.events, world.attempts, world.samples, new FakeLabCatalog(world.lab)] as const),
    ...([topology, signer, world.clock] as const),
  )
  const text = await read(bundler.execute(world.sandbox))
  return { text, bytes: Buffer.from(text), world, attemptId, signer }
}
