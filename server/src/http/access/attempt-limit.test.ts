import { DojoError, type ErrorCode } from '@noops-dojo/contracts'
import { beforeEach, describe, expect, it } from 'vitest'
import { FakeClock } from '../../testing/fakes/fake-clock.ts'
import { AttemptLimit } from './attempt-limit.ts'

const max = 3

let clock: FakeClock
let limit: AttemptLimit
let tries: number
beforeEach(() => {
  clock = new FakeClock()
  limit = new AttemptLimit(clock)
  tries = 0
})

const failing = (code: ErrorCode) => async (): Promise<string> => {
  tries += 1
  await new Promise((resolve) => setImmediate(resolve))
  throw new DojoError(code, 'no')
}
const wrong = failing('JOIN_CODE_UNKNOWN')
const right = async (): Promise<string> => {
  await new Promise((resolve) => setImmediate(resolve))
  return 'in'
}
const guard = (attempt: () => Promise<string>, who = 'one') =>
  limit.guard(who, max, attempt).catch((error: DojoError) => error.code)
const inTurn = async (count: number, attempt: () => Promise<string>): Promise<string[]> => {
  const answers: string[] = []
  for (let i = 0; i < count; i += 1) answers.push(await guard(attempt))
  return answers
}

describe('AttemptLimit', () => {
  it('refuses after the last wrong guess that is allowed, and again lets try a minute later', async () => {
    expect(await inTurn(5, wrong)).toEqual([
      ...Array<string>(3).fill('JOIN_CODE_UNKNOWN'),
      ...Array<string>(2).fill('TOO_MANY_REQUESTS'),
    ])
    expect(await guard(right)).toBe('TOO_MANY_REQUESTS')
    expect(await guard(right, 'another')).toBe('in')
    await clock.advance(60_000)
    expect(await guard(right)).toBe('in')
  })

  it('lets no more wrong guesses through when all come at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 500 }, () => guard(wrong)))
    expect(tries).toBe(max)
    expect(answers.filter((answer) => answer === 'TOO_MANY_REQUESTS')).toHaveLength(500 - max)
    expect(await guard(right)).toBe('TOO_MANY_REQUESTS')
  })

  it('lets a whole class in at once from one address', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => guard(right)))
    expect(answers).toEqual(Array<string>(40).fill('in'))
  })

  it.each(['DATABASE_AWAY', 'CLASSROOM_CLOSED', 'BAD_REQUEST'] as const)(
    'takes %s for no wrong guess',
    async (code) => {
      expect(await inTurn(max + 1, failing(code))).toEqual(Array<string>(max + 1).fill(code))
    },
  )

  it('counts wrong keys of an instructor too', async () => {
    expect((await inTurn(max + 1, failing('INSTRUCTOR_KEY_WRONG'))).at(-1)).toBe('TOO_MANY_REQUESTS')
  })
})
