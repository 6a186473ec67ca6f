import { appendFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { GuardEvent } from '@noops-dojo/contracts/guard'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Spool, type Gap, type Intent } from './spool.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'dojo-spool-'))))
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const intent = (object: string): Intent => ({
  at: 1,
  sandboxId: 'abcdefghij',
  actor: 'learner',
  method: 'POST',
  route: 'POST /x',
  object,
  action: 'x.do',
})

async function take(spool: Spool, count: number, after = 0, gaps: Gap[] = []): Promise<GuardEvent[]> {
  const stop = new AbortController()
  const events: GuardEvent[] = []
  for await (const event of spool.follow(after, stop.signal, (gap) => gaps.push(gap))) {
    events.push(event)
    if (events.length === count) break
  }
  stop.abort()
  return events
}

describe('the spool', () => {
  it('numbers events in the order of their outcomes and keeps them across a restart', async () => {
    const spool = await Spool.open(folder)
    const first = await spool.begin(intent('first'))
    const second = await spool.begin(intent('second'))
    await spool.complete(second, 201)
    await spool.complete(first, 404)
    await spool.close()
    const again = await Spool.open(folder)
    expect((await take(again, 2)).map(({ seq, object, status }) => [seq, object, status])).toEqual([
      [1, 'second', 201],
      [2, 'first', 404],
    ])
    expect(again.lastSeq).toBe(2)
    await again.close()
  })

  it('turns an intent that a crash left open into an event of unknown outcome', async () => {
    const spool = await Spool.open(folder)
    await spool.complete(await spool.begin(intent('done')), 200)
    await spool.begin(intent('cut off'))
    await spool.close()
    appendFileSync(join(folder, readdirSync(folder)[0]!), '{"id":9,"inte')
    const again = await Spool.open(folder)
    expect((await take(again, 1, 1)).map(({ seq, object, status }) => [seq, object, status])).toEqual([
      [2, 'cut off', 0],
    ])
    await again.close()
    const third = await Spool.open(folder)
    expect(third.lastSeq).toBe(2)
    await third.close()
  })

  it('gives a follower what comes while it waits', async () => {
    const spool = await Spool.open(folder)
    const waiting = take(spool, 1)
    await spool.complete(await spool.begin(intent('later')), 200)
    expect((await waiting).map(({ object }) => object)).toEqual(['later'])
    await spool.close()
  })

  it('refuses to begin what it cannot write', async () => {
    const spool = await Spool.open(folder)
    rmSync(folder, { recursive: true })
    await expect(spool.begin(intent('lost'))).rejects.toMatchObject({ status: 503 })
    await spool.close()
  })
})

describe('a follower of the spool', () => {
  const filled = async (count: number, maxKept?: number) => {
    const spool = await Spool.open(folder, maxKept)
    for (let index = 1; index <= count; index++)
      await spool.complete(await spool.begin(intent(`${index}`)), 200)
    return spool
  }

  it('hears of no gap while it gets each event after the one it has', async () => {
    const gaps: Gap[] = []
    const spool = await filled(5, 3)
    expect((await take(spool, 3, 2, gaps)).map(({ seq }) => seq)).toEqual([3, 4, 5])
    expect(gaps).toEqual([])
    await spool.close()
  })

  it('hears which events are not kept any more', async () => {
    const gaps: Gap[] = []
    const spool = await filled(5, 3)
    expect((await take(spool, 3, 0, gaps)).map(({ seq }) => seq)).toEqual([3, 4, 5])
    expect(gaps).toEqual([{ after: 0, next: 3 }])
    await spool.close()
  })

  it('gets everything when it has numbers of a record that is gone, and hears so', async () => {
    const gaps: Gap[] = []
    const spool = await filled(2)
    expect((await take(spool, 2, 900, gaps)).map(({ seq }) => seq)).toEqual([1, 2])
    expect(gaps).toEqual([{ after: 900, next: 1 }])
    await spool.close()
  })
})
