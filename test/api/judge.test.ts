import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Command } from '../../server/src/domain/ports/engine/sandbox-engine.ts'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
beforeEach(async () => {
  test = await TestApp.start()
  learner = await test.learner()
  await test.sandbox({ learnerId: 'learner1' })
})
afterEach(() => test.stop())

const send = (body: object) => test.http.post('/api/sandboxes/sandbox001/judge/run').send(body)
const run = (body: object) => send(body).set('authorization', test.grader)
const commands = () => test.fakes.engine.sandboxes.get('sandbox001')?.commands

describe('POST …/judge/run', () => {
  it('is for graders: the learner of the sandbox and an instructor are refused, and nothing runs', async () => {
    expect((await send({ argv: ['id'] })).status).toBe(401)
    expect((await send({ argv: ['id'] }).set('cookie', learner)).body).toMatchObject({ code: 'FORBIDDEN' })
    expect((await send({ argv: ['id'] }).set('cookie', test.instructor)).body).toMatchObject({
      code: 'FORBIDDEN',
    })
    expect(commands()).toEqual([])
  })

  it('runs the command in the judge and gives both its streams', async () => {
    test.fakes.engine.answer = () => ({ exitCode: 3, stdout: 'out', stderr: 'err' })
    const answer = await run({ argv: ['curl', '-sS', 'http://web'] })
    expect(answer.body).toEqual({ exitCode: 3, stdout: 'out', stderr: 'err' })
    expect(commands()?.at(-1)).toBe('judge: curl -sS http://web')
  })

  it('gives it the read-only engine and the environment of the call, which cannot point it elsewhere', async () => {
    const seen: Command[] = []
    test.fakes.engine.answer = (command) => {
      seen.push(command)
      return {}
    }
    await run({ argv: ['env'], env: { GREETING: 'hi', DOCKER_HOST: 'tcp://elsewhere' }, timeoutMs: 1500 })
    expect(seen[0]).toMatchObject({
      env: { GREETING: 'hi', DOCKER_HOST: 'unix:///run/dojo/docker.sock' },
      timeoutMs: 1500,
    })
  })

  it('gives null for a command that ran out of time', async () => {
    test.fakes.engine.answer = () => ({ exitCode: null })
    expect((await run({ argv: ['sleep', '9'] })).body).toMatchObject({ exitCode: null })
  })

  it('refuses an empty command, a time of more than ten minutes and odd names of variables', async () => {
    for (const body of [
      { argv: [] },
      { argv: ['id'], timeoutMs: 600_001 },
      { argv: ['id'], env: { 'A=B': 'x' } },
      { argv: 'id' },
    ])
      expect((await run(body)).status, JSON.stringify(body)).toBe(400)
    expect(commands()).toEqual([])
  })

  it('wants a sandbox that is ready', async () => {
    await test.fakes.sandboxes.change('sandbox001', 'any', { state: 'provisioning' })
    expect((await run({ argv: ['id'] })).body).toMatchObject({ code: 'SANDBOX_NOT_READY' })
  })
})
