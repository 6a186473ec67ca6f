import { describe } from 'vitest'
import { sandboxEngineContract } from '../engine-contract.ts'
import { FakeSandboxEngine } from './fake-sandbox-engine.ts'

describe('the fake engine', () => {
  const engine = new FakeSandboxEngine()
  const spec = {
    sandboxId: 'afake00001',
    labId: 'lab',
    image: 'workstation',
    deadline: 5,
    learnerSocketDir: '/run/learner',
    judgeSocketDir: '/run/judge',
    env: {},
  }
  sandboxEngineContract(() => ({ engine, spec }))
})
