import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DojoError, type JournalEvent } from '@noops-dojo/contracts'
import { verifyChain } from '../../server/src/domain/event/hash-chain.ts'
import { TestApp } from './test-app.ts'

let test: TestApp
let learner: string
beforeEach(async () => {
  test = await TestApp.start()
  learner = await test.learner()
  await test.sandbox()
  const event = { sandboxId: 'sandbox001', kind: 'touch.ui' as const, actor: 'learner' as const, data: {} }
  await test.fakes.events.append(Array.from({ length: 5 }, (_, at) => ({ ...event, at })))
})
afterEach(() => test.stop())

const get = (path: string) => test.http.get(`/api/sandboxes/sandbox001/${path}`).set('cookie', learner)

describe('GET …/events', () => {
  it('pages through the log', async () => {
    const seqs = async (query: string) =>
      ((await get(`events${query}`)).body as { items: JournalEvent[] }).items.map(({ seq }) => seq)
    expect(await seqs('')).toEqual([1, 2, 3, 4, 5])
    expect(await seqs('?after=2&limit=2')).toEqual([3, 4])
  })

  it.each(['after=-1', 'after=x', 'limit=0', 'limit=1001', 'limit=1.5'])('refuses %s', async (query) => {
    const answer = await get(`events?${query}`)
    expect(answer.status).toBe(400)
    expect(answer.body).toMatchObject({ code: 'BAD_REQUEST', detail: { issues: [{ in: 'query' }] } })
  })
})

describe('GET …/probes/:probe/samples', () => {
  it('gives the samples of a window', async () => {
    const now = test.fakes.clock.now()
    test.fakes.gateway.emit('sandbox001', 'web', [
      [now - 30, 1, 2.5],
      [now - 20, 0, -1],
      [now - 10, 1, 3],
    ])
    expect((await get(`probes/web/samples?from=${now - 25}&to=${now}`)).body).toEqual({
      items: [
        [now - 20, 0, -1],
        [now - 10, 1, 3],
      ],
    })
  })

  it('gives those of an attempt for good, also when the gateway has forgotten them', async () => {
    const at = test.fakes.clock.now() - 3_600_000
    await test.fakes.attempts.insert({
      ...{ id: 'attempt1', sandboxId: 'sandbox001', taskId: 'survive', phase: 'done' },
      ...{ startedAt: at, endedAt: at + 60_000, commit: 'c', seed: 's', injection: 1 },
      ...{ arm: 'fault', ablation: null, verdict: null },
    })
    const kept = { attemptId: 'attempt1', sandboxId: 'sandbox001', everyMs: 100, timeoutMs: 1000 }
    await test.fakes.samples.save({
      ...kept,
      probe: 'web',
      samples: [
        [at + 10, 1, 2.5],
        [at + 20, 0, -1],
      ],
    })
    await test.fakes.samples.save({ ...kept, probe: 'other', samples: [[at + 15, 1, 1]] })
    test.fakes.gateway.isAway = true
    expect((await get(`probes/web/samples?from=${at + 15}&to=${at + 60_000}`)).body).toEqual({
      items: [[at + 20, 0, -1]],
    })
  })

  it('knows the lab’s probes only, and no window longer than ten minutes', async () => {
    expect((await get('probes/none/samples?from=0&to=1')).status).toBe(404)
    expect((await get('probes/web/samples?from=0&to=600001')).status).toBe(400)
    expect((await get('probes/web/samples?from=2&to=1')).status).toBe(400)
    expect((await get('probes/web/samples')).status).toBe(400)
  })

  it('says when the gateway is away', async () => {
    test.fakes.gateway.isAway = true
    const now = test.fakes.clock.now()
    const answer = await get(`probes/web/samples?from=${now - 1}&to=${now}`)
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({ code: 'GATEWAY_AWAY' })
  })
})

describe('GET …/terminals/:terminal/recording', () => {
  it('has none before the terminal was opened, and never reads a path', async () => {
    expect((await get('terminals/main/recording')).status).toBe(404)
    expect((await get('terminals/..%2f..%2fsecrets/recording')).status).toBe(404)
  })

  it('gives the recording as a file to download', async () => {
    const recording = await test.fakes.recordings.open('sandbox001', 'main')
    recording.append('{"version":3}\n')
    await recording.close()
    const answer = await get('terminals/main/recording')
      .buffer(true)
      .parse((response, done) => {
        let text = ''
        response.on('data', (piece) => (text += String(piece)))
        response.on('end', () => done(null, text))
      })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toContain('application/x-asciicast')
    expect(answer.headers['content-disposition']).toContain('sandbox001-main.cast')
    expect(answer.body).toBe('{"version":3}\n')
  })
})

describe('GET …/export', () => {
  it('is an error as any other when the database goes away before its first byte', async () => {
    vi.spyOn(test.fakes.tasks, 'list').mockRejectedValue(
      new DojoError('DATABASE_AWAY', 'The database does not answer.'),
    )
    const answer = await get('export')
    expect(answer.status).toBe(503)
    expect(answer.body).toMatchObject({ code: 'DATABASE_AWAY' })
    expect(answer.headers).not.toHaveProperty('content-disposition')
  })

  it('is one JSON file with a chain that verifies, and no sealed seed', async () => {
    const attempt = {
      id: 'a',
      sandboxId: 'sandbox001',
      taskId: 'x',
      phase: 'planned' as const,
      startedAt: test.fakes.clock.now(),
      endedAt: null,
      commit: 'c',
      injection: 0,
      arm: 'fault' as const,
      ablation: null,
      verdict: null,
      seed: 'sealed-seed',
    }
    await test.fakes.attempts.insert(attempt)
    const answer = await get('export')
    expect(answer.headers['content-disposition']).toContain('sandbox001.json')
    expect(answer.text).not.toContain('sealed-seed')
    const body = JSON.parse(answer.text) as { format: string; events: JournalEvent[]; attempts: unknown[] }
    expect(body.format).toBe('noops-dojo/export/v1')
    expect(verifyChain(body.events)).toMatchObject({ ok: true, head: { seq: 5 } })
    expect(body.attempts).toHaveLength(1)
  })

  it('is whole for a log of many pages', async () => {
    const event = {
      sandboxId: 'sandbox001',
      at: 1,
      kind: 'touch.ui' as const,
      actor: 'learner' as const,
      data: {},
    }
    await test.fakes.events.append(Array.from({ length: 2_500 }, () => event))
    const { events } = JSON.parse((await get('export')).text) as { events: JournalEvent[] }
    expect(verifyChain(events)).toMatchObject({ ok: true, head: { seq: 2_505 } })
  })
})
