import { expect, it } from 'vitest'
import { WaitingExecs } from './waiting-execs.ts'

const always = async () => true
const make = (id: string | null) => async () => ({ id })
/** As many that wait as fit. */
async function full(): Promise<WaitingExecs> {
  const waiting = new WaitingExecs(2)
  for (const id of ['a', 'b']) await waiting.add(make(id), always)
  return waiting
}

it('refuses one more than fit, and says what to do', async () => {
  const waiting = await full()
  await expect(waiting.add(make('c'), always)).rejects.toMatchObject({
    status: 429,
    message: /start one first/,
  })
})

it('has room again when one was started, or its container went', async () => {
  const waiting = await full()
  expect(await waiting.add(make('c'), async (id) => id !== 'b')).toEqual({ id: 'c' })
})

it('does not ask the engine about each one for every refusal', async () => {
  const waiting = await full()
  let asked = 0
  const ask = async () => (asked += 1) > 0
  for (let tries = 0; tries < 50; tries += 1) await expect(waiting.add(make('c'), ask)).rejects.toThrow()
  expect(asked).toBe(2)
})

it('counts those that are being made, so that many at once get no further', async () => {
  const waiting = new WaitingExecs(2)
  const attempts = await Promise.allSettled(['a', 'b', 'c', 'd'].map((id) => waiting.add(make(id), always)))
  expect(attempts.filter(({ status }) => status === 'fulfilled')).toHaveLength(2)
})

it('does not count one that the engine refused', async () => {
  const waiting = new WaitingExecs(1)
  await waiting.add(make(null), always)
  expect(await waiting.add(make('a'), always)).toEqual({ id: 'a' })
})
