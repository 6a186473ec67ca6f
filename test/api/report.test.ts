import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { aBundle } from '../../server/src/testing/a-bundle.ts'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
let attemptId: string
let running: string

beforeAll(async () => {
  const { world, attemptId: ended } = await aBundle()
  attemptId = ended
  test = await TestApp.start()
  learner = await test.learner()
  await test.sandbox({ id: world.sandbox.id })
  await test.sandbox({ id: 'sandboxtwo' })
  for (const attempt of await world.attempts.listOfSandbox(world.sandbox.id)) {
    test.fakes.attempts.rows.set(attempt.id, attempt)
    if (attempt.verdict === null) running = attempt.id
  }
  for (const samples of world.samples.rows.values()) await test.fakes.samples.save(samples)
})
afterAll(() => test.stop())

const read = (path: string, sandboxId = 'sandbox001') =>
  test.http.get(`/api/sandboxes/${sandboxId}/attempts/${path}`).set('cookie', learner).buffer(true)
const textOf = (answer: { text?: string; body: unknown }): string => answer.text ?? String(answer.body)

describe('GET …/attempts/:attemptId/report', () => {
  it('is a file to keep: HTML by default, which runs nothing', async () => {
    const answer = await read(`${attemptId}/report`)
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8')
    expect(answer.headers['content-disposition']).toBe('attachment; filename="sandbox001-report.en.html"')
    expect(answer.headers['content-security-policy']).toContain("default-src 'self'")
    expect(answer.headers['x-content-type-options']).toBe('nosniff')
    expect(textOf(answer)).toMatch(/^<!doctype html>\n<html lang="en">/)
    expect(textOf(answer)).toContain('<path class="good" d="M')
  })

  it('is Markdown and Japanese when asked', async () => {
    const answer = await read(`${attemptId}/report?format=markdown&locale=ja`)
    expect(answer.headers['content-type']).toBe('text/markdown; charset=utf-8')
    expect(answer.headers['content-disposition']).toContain('sandbox001-report.ja.md')
    expect(textOf(answer)).toMatch(/^# (達成|未達成|判定不能):/)
  })

  it.each(['format=pdf', 'locale=fr'])('refuses %s', async (query) => {
    expect((await read(`${attemptId}/report?${query}`)).status).toBe(400)
  })

  it('comes with the verdict, not before', async () => {
    const answer = await read(`${running}/report`)
    expect([answer.status, answer.body]).toMatchObject([409, { code: 'ATTEMPT_RUNNING' }])
  })

  it('is not found for an attempt that never was, byte for byte as for one of another sandbox', async () => {
    const foreign = await read(`${attemptId}/report`, 'sandboxtwo')
    const unknown = await read('none/report', 'sandboxtwo')
    expect([foreign.status, foreign.text]).toEqual([unknown.status, unknown.text])
    expect(foreign.body).toMatchObject({ code: 'NOT_FOUND' })
  })
})
