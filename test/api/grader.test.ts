import { pack, type Header } from 'tar-stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { submissionLimits } from '@noops-dojo/contracts'
import { TestApp } from './test-app.ts'

let test: TestApp
beforeEach(async () => {
  test = await TestApp.start()
  await test.sandbox({ owner: 'grader', learnerId: null, classroomId: null })
})
afterEach(() => test.stop())

const tarOf = async (...entries: [Partial<Header> & { name: string }, string?][]): Promise<Buffer> => {
  const tar = pack()
  for (const [header, text = ''] of entries) tar.entry(header as Header, text)
  tar.finalize()
  const pieces: Buffer[] = []
  for await (const piece of tar) pieces.push(piece as Buffer)
  return Buffer.concat(pieces)
}
const upload = (body: Buffer | string, type = 'application/x-tar') =>
  test.http
    .put('/api/sandboxes/sandbox001/submission')
    .set('authorization', test.grader)
    .set('content-type', type)
    .serialize((value) => value as string)
    .send(body as never)
const parts = () => test.fakes.engine.sandboxes.get('sandbox001')
const run = (body: object) =>
  test.http.post('/api/sandboxes/sandbox001/submission/run').set('authorization', test.grader).send(body)

describe('PUT …/submission', () => {
  it('puts the files into the workstation', async () => {
    expect(
      (
        await upload(
          await tarOf([{ name: 'solve.sh', mode: 0o755 }, 'docker ps'], [{ name: 'a/b.txt' }, 'x']),
        )
      ).status,
    ).toBe(204)
    expect([...(parts()?.files.keys() ?? [])]).toEqual([
      'workstation:/home/learner/submission/solve.sh',
      'workstation:/home/learner/submission/a/b.txt',
    ])
  })

  it.each<[string, Partial<Header> & { name: string }]>([
    ['a name that leads out', { name: '../../etc/passwd' }],
    ['an absolute name', { name: '/etc/passwd' }],
    ['a symbolic link', { name: 'x', type: 'symlink', linkname: '/etc/passwd' }],
    ['a hard link', { name: 'x', type: 'link', linkname: '/etc/passwd' }],
    ['a device', { name: 'x', type: 'character-device' }],
  ])('refuses %s, and writes nothing of the rest', async (_, header) => {
    const answer = await upload(await tarOf([{ name: 'good.txt' }, 'x'], [header]))
    expect(answer.status).toBe(422)
    expect(answer.body).toMatchObject({ code: 'SUBMISSION_INVALID', detail: { name: header.name } })
    expect(parts()?.files.size).toBe(0)
  })

  it('refuses what is no tar, an empty one, and another type', async () => {
    expect((await upload('x'.repeat(2048))).body).toMatchObject({ code: 'SUBMISSION_INVALID' })
    expect((await upload(await tarOf())).body).toMatchObject({ code: 'SUBMISSION_INVALID' })
    const whole = await tarOf([{ name: 'a' }, 'x'.repeat(5000)])
    expect((await upload(whole.subarray(0, 1024))).body).toMatchObject({ code: 'SUBMISSION_INVALID' })
    expect((await upload(whole, 'application/zip')).status).toBe(400)
    expect(parts()?.files.size).toBe(0)
  })

  it('refuses files that say they are larger than allowed before reading them', async () => {
    const header = await tarOf([{ name: 'big', size: 0 }])
    // A tar header’s size field: octal at offset 124; its checksum at 148.
    const forged = Buffer.from(header)
    forged.write((submissionLimits.bytes + 1).toString(8).padStart(11, '0'), 124)
    forged.fill(' ', 148, 156)
    const sum = forged.subarray(0, 512).reduce((total, byte) => total + byte, 0)
    forged.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
    const answer = await upload(forged)
    expect(answer.body).toMatchObject({
      code: 'SUBMISSION_INVALID',
      message: expect.stringContaining('20 MB') as string,
    })
  })

  it('wants a sandbox that is ready', async () => {
    await test.fakes.sandboxes.change('sandbox001', 'any', { state: 'provisioning' })
    expect((await upload(await tarOf([{ name: 'a' }, 'x']))).body).toMatchObject({
      code: 'SANDBOX_NOT_READY',
    })
  })
})

describe('POST …/submission/run', () => {
  it('runs the script as the learner and notes the touch', async () => {
    test.fakes.engine.answer = () => ({ exitCode: 3, stdout: 'done\n' })
    const answer = await run({ script: 'solve.sh', timeoutMs: 1000 })
    expect(answer.body).toEqual({ exitCode: 3, output: 'done\n' })
    expect(parts()?.commands.at(-1)).toBe('workstation: bash -c exec bash "./$0" 2>&1 solve.sh')
    const events = await test.fakes.events.list('sandbox001', 0, 10)
    expect(events[0]).toMatchObject({ kind: 'touch.ui', actor: 'grader', data: { action: 'submission.run' } })
  })

  it('gives null for a script that ran out of time', async () => {
    test.fakes.engine.answer = () => ({ exitCode: null })
    expect((await run({ script: 'solve.sh', timeoutMs: 1000 })).body).toMatchObject({ exitCode: null })
  })

  it.each(['../solve.sh', '/bin/sh', 'a/../../b'])('does not run %s', async (script) => {
    expect((await run({ script, timeoutMs: 1000 })).body).toMatchObject({ code: 'SUBMISSION_INVALID' })
    expect(parts()?.commands).toEqual([])
  })

  it('wants a time limit between a second and half an hour', async () => {
    for (const timeoutMs of [undefined, 0, 999, 1_800_001, 1000.5, '1000'])
      expect((await run({ script: 'solve.sh', timeoutMs })).status, String(timeoutMs)).toBe(400)
  })
})

describe('POST …/evaluate', () => {
  it('runs every open check once and gives the result', async () => {
    const answer = await test.http
      .post('/api/sandboxes/sandbox001/evaluate')
      .set('authorization', test.grader)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ tasks: [{ id: 'running', state: 'met' }], score: { passed: true } })
  })
})
